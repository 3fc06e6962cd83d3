package io.dispatchcloud.driver.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

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
    // Both the session that it leads, or is about to, and the one that it was born in. Where
    // nothing tells, all are of the same unknown one.
    Set<Long> sessions = Set.copyOf(List.of(command.pid(), session(command.toHandle())));
    List<ProcessHandle> doomed = new ArrayList<>();
    collect(command.toHandle(), sessions, doomed);
    doomed.forEach(ProcessHandle::destroyForcibly);
  }

  private static void collect(
      ProcessHandle process, Set<Long> sessions, List<ProcessHandle> doomed) {
    doomed.add(process);
    process
        .children()
        .filter(child -> sessions.contains(session(child)))
        .forEach(child -> collect(child, sessions, doomed));
  }

  private static long session(ProcessHandle process) {
    return ProcessStat.of(process.pid()).session();
  }
}
