package io.dispatchcloud.driver.local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Kills a command's processes, except for those that left its session by {@code setsid}: so a
 * container outlives the command that started it, though its parent may still be there.
 */
final class Foreground {
  private Foreground() {}

  static void kill(Process command) {
    if (!command.isAlive()) {
      return;
    }
    List<ProcessHandle> doomed = new ArrayList<>();
    collect(command.toHandle(), session(command.pid()), doomed);
    doomed.forEach(ProcessHandle::destroyForcibly);
  }

  private static void collect(ProcessHandle process, String session, List<ProcessHandle> doomed) {
    doomed.add(process);
    process
        .children()
        .filter(child -> session(child.pid()).equals(session))
        .forEach(child -> collect(child, session, doomed));
  }

  /** The session's id; empty where nothing tells, and then all count as one session. */
  private static String session(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), ISO_8859_1);
      // After the name in parentheses: state, parent, process group, session.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 5);
      return fields[3];
    } catch (IOException | IndexOutOfBoundsException e) {
      return "";
    }
  }
}
