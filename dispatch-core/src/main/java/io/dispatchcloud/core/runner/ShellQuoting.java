package io.dispatchcloud.core.runner;

/**
 * The one place where text becomes a word of a shell command (RUN-7).
 *
 * <p>Single quotes are the only ones within which a POSIX shell looks at nothing but their end; so
 * there is no list of special characters that could lack one.
 */
public final class ShellQuoting {
  private ShellQuoting() {}

  /**
   * Makes a word of a shell command that stands for exactly this text.
   *
   * @param text anything but NUL, which no argument of a program can have
   * @return the text in single quotes
   * @throws IllegalArgumentException if there is a NUL in it
   */
  public static String quote(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("text for a shell: has a NUL; expected text without one");
    }
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
