package io.dispatchcloud.server.job;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The name of an instance set: how it must look, and what it is when nobody says. */
final class InstanceSetName {
  static final String FORM =
      "1 to 63 letters, digits, '.', '_' or '-', the first a letter or a digit";

  private static final int LONGEST = 63;
  private static final int HASH_BYTES = 5;
  private static final Pattern RIGHT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

  private InstanceSetName() {}

  static boolean isRight(String name) {
    return RIGHT.matcher(name).matches();
  }

  /**
   * The file's name, so that people know it, and what tells whose and which file it is: a second
   * run of the file finds what a first one, ended badly, left behind, and nobody else does.
   */
  static String of(Path file) {
    return of(file, System.getProperty("user.name", ""), host());
  }

  static String of(Path file, String user, String host) {
    Path last = file.getFileName();
    String name =
        (last == null ? "" : last.toString())
            .replaceFirst("\\.ya?ml$", "")
            .replaceAll("[^A-Za-z0-9._-]", "-")
            .replaceFirst("^[._-]+", "");
    String start = name.isEmpty() ? "dispatch" : name;
    String whose = hash(user + "\n" + host + "\n" + file.toAbsolutePath().normalize());
    return start.substring(0, Math.min(LONGEST - 1 - whose.length(), start.length())) + "-" + whose;
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      // A host that does not know its name: the user and the path must do.
      return "";
    }
  }
}
