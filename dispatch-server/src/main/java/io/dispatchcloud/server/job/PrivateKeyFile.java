package io.dispatchcloud.server.job;

import io.dispatchcloud.core.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/** Puts the content of a key's file in place of its name: {@code dispatchPrivateKey: file:key}. */
final class PrivateKeyFile {
  private static final String KEY = Settings.DISPATCH_PRIVATE_KEY.name();
  private static final String FILE = "file:";
  private static final long LARGEST = 64 << 10;

  private final Path folder;

  PrivateKeyFile(Path folder) {
    this.folder = folder;
  }

  void readInto(Map<String, Object> raw, Section section) {
    if (!(raw.get(KEY) instanceof String given) || !given.startsWith(FILE)) {
      return;
    }
    String name = given.substring(FILE.length());
    try {
      Path path = folder.resolve(name);
      if (Files.isRegularFile(path) && Files.size(path) <= LARGEST) {
        raw.put(KEY, Files.readString(path));
        return;
      }
    } catch (IOException | InvalidPathException e) {
      // Told below: what could not be read is shown by its name, never by what is in it.
    }
    section.fault(KEY, given, "file: and the name of a private key's file that can be read");
  }
}
