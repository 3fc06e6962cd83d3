package io.dispatchcloud.driver.local;

import io.dispatchcloud.api.cloud.CloudException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Ends every process that can be seen to be an instance's: one that is marked, descends from one
 * that is, shares a session or process group that such a one leads, or holds a runner's lock. Never
 * one that merely uses its directory. What is orphaned, left its session, cleared its environment
 * and closed its descriptors can't be told from others', and goes on. Looks again until it finds
 * none, since what is being ended may start others.
 */
final class ProcessHunt {
  private static final int ROUND_MILLIS = 50;
  private static final int ROUNDS = 200;

  /** How many rounds a process may take to end after TERM, before KILL: half a second. */
  private static final int PATIENT_ROUNDS = 10;

  private final ProcessTraces traces;
  private final Path directory;
  private final Set<ProcessHandle> spared = new HashSet<>();

  ProcessHunt(String marker, Path directory) {
    this.traces = new ProcessTraces(marker, directory);
    this.directory = directory;
    // Never this process, nor the shell that started it and happens to stand in the directory.
    ProcessHandle self = ProcessHandle.current();
    Stream.iterate(self, handle -> handle.parent().isPresent(), h -> h.parent().orElseThrow())
        .forEach(spared::add);
    spared.add(self);
  }

  void endAll() throws CloudException {
    Set<ProcessHandle> warned = new HashSet<>();
    // Kept from round to round: what was a child may be an orphan in the next, and hard to tell.
    Set<ProcessHandle> left = new HashSet<>();
    for (int round = 0; round < ROUNDS; round++) {
      left.addAll(find());
      left.removeIf(ProcessStat::isGone);
      if (left.isEmpty()) {
        return;
      }
      for (ProcessHandle process : left) {
        if (round >= PATIENT_ROUNDS) {
          process.destroyForcibly();
        } else if (warned.add(process)) {
          process.destroy();
        }
      }
      pause();
    }
    throw new CloudException(
        "the processes "
            + ids(left.stream())
            + " of "
            + directory
            + " did not end; end them by hand (kill -9), then destroy the instance again");
  }

  /** What runs now. */
  Set<ProcessHandle> find() {
    List<ProcessHandle> all = ProcessHandle.allProcesses().toList();
    List<ProcessHandle> marked = all.stream().filter(traces::areMarkedOn).toList();
    Set<Long> leaders = marked.stream().map(ProcessHandle::pid).collect(Collectors.toSet());
    Set<ProcessHandle> found = new HashSet<>(marked);
    marked.stream().flatMap(ProcessHandle::descendants).forEach(found::add);
    all.stream()
        .filter(process -> !found.contains(process))
        .filter(process -> isLedBy(leaders, process) || traces.holdLockIn(process))
        .toList()
        .forEach(found::add);
    found.removeAll(spared);
    found.removeIf(ProcessStat::isGone);
    return found;
  }

  private static boolean isLedBy(Set<Long> leaders, ProcessHandle process) {
    ProcessStat stat = ProcessStat.of(process.pid());
    return leaders.contains(stat.session()) || leaders.contains(stat.group());
  }

  /** The ids of the processes that use the directory, but are not ended for that. */
  String bystanders() {
    return ids(
        ProcessHandle.allProcesses()
            .filter(process -> !process.equals(ProcessHandle.current()))
            .filter(traces::useDirectory));
  }

  private static String ids(Stream<ProcessHandle> processes) {
    return processes
        .map(ProcessHandle::pid)
        .sorted()
        .map(String::valueOf)
        .collect(Collectors.joining(", "));
  }

  private static void pause() throws CloudException {
    try {
      // Nothing tells when a process that is not our child has ended.
      boolean counted = new CountDownLatch(1).await(ROUND_MILLIS, TimeUnit.MILLISECONDS);
      assert !counted;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CloudException("interrupted while waiting for processes to end", e);
    }
  }
}
