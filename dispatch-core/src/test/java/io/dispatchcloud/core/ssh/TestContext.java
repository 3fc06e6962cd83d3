package io.dispatchcloud.core.ssh;

import io.dispatchcloud.api.config.Secret;
import io.dispatchcloud.api.executor.Executor;
import io.dispatchcloud.api.executor.ExecutorContext;
import io.dispatchcloud.api.executor.ExecutorContext.Limits;
import io.dispatchcloud.api.executor.ExecutorTarget;
import io.dispatchcloud.api.meter.Meters;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;

/** Executors for tests, and the threads that they made. */
final class TestContext {
  static final Limits LIMITS =
      new Limits(
          Duration.ofSeconds(20), Duration.ofSeconds(60), Duration.ofSeconds(20), 6, 32 << 20);

  final Secret key = PrivateKeysTest.ecdsa();
  private volatile ThreadFactory factory = work -> new Thread(work, "executor");
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  Executor open(ExecutorTarget target) {
    return open(LIMITS, key, target);
  }

  Executor open(Limits limits, ExecutorTarget target) {
    return open(limits, key, target);
  }

  Executor open(Limits limits, Secret privateKey, ExecutorTarget target) {
    return new JschExecutorProvider().open(context(limits, privateKey, Clock.systemUTC()), target);
  }

  Executor open(InstantSource clock, ExecutorTarget target) {
    return new JschExecutorProvider().open(context(LIMITS, key, clock), target);
  }

  ExecutorContext context(Limits limits, Secret privateKey, InstantSource clock) {
    return new ExecutorContext(privateKey, 22, limits, this::thread, clock, Meters.none());
  }

  /** How many threads the executors ever made. */
  int threadsMade() {
    return threads.size();
  }

  /** Waits until all threads that the executors made have ended. */
  void joinThreads() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** How many of the executors' threads still live. */
  long aliveThreads() {
    return threads.stream().filter(Thread::isAlive).count();
  }

  /** Makes threads another way from now on. */
  void threadsFrom(ThreadFactory other) {
    factory = other;
  }

  private Thread thread(Runnable work) {
    Thread thread = factory.newThread(work);
    thread.setDaemon(true);
    threads.add(thread);
    return thread;
  }

  static Limits connectWithin(Duration limit) {
    return new Limits(limit, LIMITS.command(), LIMITS.keepAlive(), 6, LIMITS.outputBytes());
  }

  static Limits keepAlive(Duration interval) {
    return new Limits(LIMITS.connect(), LIMITS.command(), interval, 6, LIMITS.outputBytes());
  }

  static Limits channels(int channels) {
    return new Limits(
        LIMITS.connect(), LIMITS.command(), LIMITS.keepAlive(), channels, LIMITS.outputBytes());
  }

  static Limits outputBytes(int bytes) {
    return new Limits(LIMITS.connect(), LIMITS.command(), LIMITS.keepAlive(), 6, bytes);
  }
}
