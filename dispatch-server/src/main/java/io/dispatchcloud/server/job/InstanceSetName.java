package io.dispatchcloud.server.job;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** The name of an instance set: how it must look, and what it is when nobody says. */
final class InstanceSetName {
  static final String FORM =
      "1 to 63 letters, digits, '.', '_' or '-', the first a letter or a digit";

  private static final int LONGEST = 63;
  private static final Pattern RIGHT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

  private InstanceSetName() {}

  static boolean isRight(String name) {
    return RIGHT.matcher(name).matches();
  }

  /** The file's name, so that a second run finds what a first one, ended badly, left behind. */
  static String of(Path file) {
    Path last = file.getFileName();
    String name =
        (last == null ? "" : last.toString())
            .replaceFirst("\\.ya?ml$", "")
            .replaceAll("[^A-Za-z0-9._-]", "-")
            .replaceFirst("^[._-]+", "");
    return name.isEmpty() ? "dispatch" : name.substring(0, Math.min(LONGEST, name.length()));
  }
}
