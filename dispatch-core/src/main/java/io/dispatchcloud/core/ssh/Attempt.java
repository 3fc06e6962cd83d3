package io.dispatchcloud.core.ssh;

import io.dispatchcloud.api.executor.ExecutorException;
import io.dispatchcloud.api.executor.ExecutorException.Reason;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A connection in the making, and all that wait for it. The first outcome stays. */
final class Attempt {
  /** One of both. */
  private record Outcome(@Nullable Connection made, @Nullable ExecutorException failure) {}

  private final Link link;
  private final String name;
  private final CountDownLatch done = new CountDownLatch(1);
  private final AtomicReference<@Nullable Outcome> outcome = new AtomicReference<>();
  private volatile Deadline deadline;

  Attempt(Link link, String name, Deadline deadline) {
    this.link = link;
    this.name = name;
    this.deadline = deadline;
  }

  Link link() {
    return link;
  }

  @Override
  public String toString() {
    return name;
  }

  /** Gives it time until another moment. */
  void extend(Deadline later) {
    deadline = later;
  }

  /** Whether it is over: nobody new should wait for it. */
  boolean isSettled() {
    return outcome.get() != null;
  }

  /** Whether it was in time. */
  boolean succeed(Connection connection) {
    return settle(new Outcome(connection, null));
  }

  void fail(ExecutorException failure) {
    if (settle(new Outcome(null, failure))) {
      link.end(String.valueOf(failure.getMessage()));
    }
  }

  private boolean settle(Outcome result) {
    boolean first = outcome.compareAndSet(null, result);
    done.countDown();
    return first;
  }

  /** Waits for the outcome, at the longest until the deadline, which then fails it for all. */
  Connection await() throws ExecutorException, InterruptedException {
    while (!done.await(deadline.nanos(), TimeUnit.NANOSECONDS)) {
      if (deadline.over()) {
        fail(
            new ExecutorException(
                Reason.UNREACHABLE, name + ": could not connect: the time was over"));
      }
    }
    Outcome result = Objects.requireNonNull(outcome.get(), "outcome");
    if (result.made() != null) {
      return result.made();
    }
    ExecutorException failure = Objects.requireNonNull(result.failure(), "failure");
    // A new one for each that waits: an exception tells where it was thrown.
    throw new ExecutorException(failure.reason(), String.valueOf(failure.getMessage()), failure);
  }
}
