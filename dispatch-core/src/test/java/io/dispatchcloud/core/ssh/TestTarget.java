package io.dispatchcloud.core.ssh;

import io.dispatchcloud.api.executor.CommandRunner;
import io.dispatchcloud.api.executor.ExecutorException;
import io.dispatchcloud.api.executor.ExecutorTarget;
import io.dispatchcloud.api.executor.HostKey;
import io.dispatchcloud.api.executor.HostKeyVerdict;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A target with an address, that judges host keys as the test says, and remembers being asked. */
final class TestTarget implements ExecutorTarget {
  /** What a test may want to do when asked. */
  @FunctionalInterface
  interface Judge {
    HostKeyVerdict judge(HostKey key, CommandRunner connection)
        throws ExecutorException, InterruptedException;
  }

  final List<HostKey> asked = new CopyOnWriteArrayList<>();
  private final Optional<String> address;
  private final String user;
  private volatile Judge judge = (key, connection) -> HostKeyVerdict.ACCEPTED;

  private TestTarget(Optional<String> address, String user) {
    this.address = address;
    this.user = user;
  }

  static TestTarget at(int port) {
    return at("127.0.0.1:" + port);
  }

  static TestTarget at(String address) {
    return new TestTarget(Optional.of(address), "tester");
  }

  static TestTarget nowhere() {
    return new TestTarget(Optional.empty(), "tester");
  }

  TestTarget as(String other) {
    return new TestTarget(address, other).judging(judge);
  }

  TestTarget judging(Judge how) {
    judge = how;
    return this;
  }

  @Override
  public Optional<String> address() {
    return address;
  }

  @Override
  public String remoteUser() {
    return user;
  }

  @Override
  public HostKeyVerdict verifyHostKey(HostKey key, CommandRunner connection)
      throws ExecutorException, InterruptedException {
    asked.add(key);
    return judge.judge(key, connection);
  }
}
