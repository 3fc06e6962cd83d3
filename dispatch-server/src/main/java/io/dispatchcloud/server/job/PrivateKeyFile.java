package io.dispatchcloud.server.job;

import io.dispatchcloud.core.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Puts the content of a key's file in place of its name: {@code dispatchPrivateKey: file:key}. */
final class PrivateKeyFile {
  private static final String KEY = Settings.DISPATCH_PRIVATE_KEY.name();
  private static final String FILE = "file:";
  private static final String EXPECTED =
      "a private key in OpenSSH or PEM form, or file: and the name of a file with one";
  private static final Pattern ARMOUR =
      Pattern.compile(
          "-----BEGIN ((?:[A-Z0-9]+ )?)PRIVATE KEY-----\n.*\n-----END \\1PRIVATE KEY-----",
          Pattern.DOTALL);
  private static final Pattern ENCRYPTED =
      Pattern.compile("BEGIN ENCRYPTED PRIVATE KEY|^Proc-Type: 4,ENCRYPTED", Pattern.MULTILINE);
  private static final long LARGEST = 64 << 10;

  private final Path folder;

  PrivateKeyFile(Path folder) {
    this.folder = folder;
  }

  void readInto(Map<String, Object> raw, Section section) {
    if (!(raw.get(KEY) instanceof String given)) {
      return;
    }
    if (!given.startsWith(FILE)) {
      complaint(given)
          .ifPresent(what -> section.refuse(KEY, "a text, not shown here; expected " + what));
      return;
    }
    String name = given.substring(FILE.length());
    try {
      Path path = folder.resolve(name);
      if (Files.isRegularFile(path) && Files.size(path) <= LARGEST) {
        String text = Files.readString(path);
        raw.put(KEY, text);
        complaint(text).ifPresent(what -> section.fault(KEY, given, what));
        return;
      }
    } catch (IOException | InvalidPathException e) {
      // Told below: what could not be read is shown by its name, never by what is in it.
    }
    section.fault(KEY, given, "file: and the name of a private key's file that can be read");
  }

  /** Only how it looks; whether it can be used is seen when it is. */
  private static Optional<String> complaint(String text) {
    if (!ARMOUR.matcher(text.replace("\r", "").strip()).matches()) {
      return Optional.of(EXPECTED);
    }
    return ENCRYPTED.matcher(text).find()
        ? Optional.of("a private key without a passphrase")
        : Optional.empty();
  }
}
