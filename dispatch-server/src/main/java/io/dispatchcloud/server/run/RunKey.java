package io.dispatchcloud.server.run;

import io.dispatchcloud.api.config.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The key that a run logs in to its instances with: kept, so that the next one can, too. */
final class RunKey {
  private static final int LINE = 64;

  private RunKey() {}

  /** Gives the key that is in a file of a folder that nobody else can read; makes it if need be. */
  static Secret of(Path file) throws IOException {
    if (!Files.exists(file)) {
      Path part = file.resolveSibling(file.getFileName() + ".part");
      Files.writeString(part, make());
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return Secret.of(Files.readString(file));
  }

  private static String make() {
    try {
      byte[] key =
          KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate().getEncoded();
      String text = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(key);
      return "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Java 17 has Ed25519", e);
    }
  }
}
