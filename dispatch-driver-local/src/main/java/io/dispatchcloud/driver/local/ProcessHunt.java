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
 * Ends every process that an instance started, also those that detached themselves, and never one
 * that it did not. Looks again until it finds none, since what is being ended may start others.
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
    Set<ProcessHandle> left = Set.of();
    for (int round = 0; round < ROUNDS; round++) {
      left = find();
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
    List<Long> ids = left.stream().map(ProcessHandle::pid).sorted().toList();
    throw new CloudException(
        "the processes "
            + ids.stream().map(String::valueOf).collect(Collectors.joining(", "))
            + " of "
            + directory
            + " did not end; end them by hand (kill -9), then destroy the instance again");
  }

  /** What runs now. */
  Set<ProcessHandle> find() {
    Set<ProcessHandle> found =
        ProcessHandle.allProcesses()
            .filter(process -> !spared.contains(process))
            .filter(traces::leadFrom)
            .collect(Collectors.toSet());
    List<ProcessHandle> started =
        found.stream().filter(traces::areMarkedOn).flatMap(ProcessHandle::descendants).toList();
    found.addAll(started);
    found.removeAll(spared);
    found.removeIf(ProcessTraces::isGone);
    return found;
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
