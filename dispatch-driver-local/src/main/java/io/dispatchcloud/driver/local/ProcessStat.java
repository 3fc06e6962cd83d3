package io.dispatchcloud.driver.local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * What {@code /proc} tells of a process's state.
 *
 * @param state a letter
 * @param group the id of its process group, which is that of the group's leader
 * @param session the id of its session, which is that of the session's leader
 */
record ProcessStat(String state, long group, long session) {
  private static final Path PROC = Path.of("/proc");

  /** What stands for all that can't be told: no process, and no session, has these ids. */
  static final ProcessStat UNKNOWN = new ProcessStat("", -1, -1);

  static Path proc(long pid) {
    return PROC.resolve(Long.toString(pid));
  }

  /** Reads also on an interrupted thread, which the channels of {@code Files} refuse to do. */
  static String read(long pid, String name) throws IOException {
    try (InputStream file = new FileInputStream(proc(pid).resolve(name).toFile())) {
      return new String(file.readAllBytes(), ISO_8859_1);
    }
  }

  /** The state now; unknown if the process is gone, or where there is no {@code /proc}. */
  static ProcessStat of(long pid) {
    try {
      String stat = read(pid, "stat");
      // After the name in parentheses, which may hold any: state, parent, process group, session.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 5);
      return new ProcessStat(fields[0], Long.parseLong(fields[2]), Long.parseLong(fields[3]));
    } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
      return UNKNOWN;
    }
  }

  /** A zombie is gone already: all that is left of it is its parent's business. */
  static boolean isGone(ProcessHandle process) {
    return !process.isAlive() || of(process.pid()).state().equals("Z");
  }
}
