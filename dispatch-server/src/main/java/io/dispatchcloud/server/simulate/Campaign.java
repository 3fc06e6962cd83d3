package io.dispatchcloud.server.simulate;

import io.dispatchcloud.test.sim.SimulationFigures;
import io.dispatchcloud.test.sim.SimulationResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Simulates seeds, several at once, until all are done or one broke a rule or ended by an
 * exception. Which one is told does not depend on which was faster: all lower ones are simulated to
 * their end first.
 */
final class Campaign {
  private final LongFunction<SimulationResult> simulation;
  private final long firstSeed;
  private final int seeds;
  private final InstantSource clock;
  private final Instant begin;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicLong events = new AtomicLong();
  private final Map<Integer, SimulationFigures> figures = new ConcurrentSkipListMap<>();
  private final Set<String> sampledRules = new TreeSet<>();
  private @Nullable SimulationResult failed;
  private int endsAt = Integer.MAX_VALUE;
  private @Nullable SimulationResult last;
  private @Nullable Broken broken;

  /**
   * Made for some seeds.
   *
   * @param simulation simulates one; called on several threads at once
   * @param firstSeed the first of them
   * @param seeds how many; 1 or more
   * @param clock tells how long it takes
   */
  public Campaign(
      LongFunction<SimulationResult> simulation, long firstSeed, int seeds, InstantSource clock) {
    this.simulation = simulation;
    this.firstSeed = firstSeed;
    this.seeds = seeds;
    this.clock = clock;
    this.begin = clock.instant();
  }

  /**
   * Simulates them.
   *
   * @param processors how many at once
   * @return what came of it
   * @throws InterruptedException if this thread was interrupted; simulations may go on
   */
  public Outcome run(int processors) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < Math.min(processors, seeds); i++) {
      Thread thread = new Thread(this::work, "simulate-" + (i + 1));
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    synchronized (this) {
      return new Outcome(
          new ArrayList<>(figures.values()),
          new ArrayList<>(sampledRules),
          failed,
          broken,
          last,
          took());
    }
  }

  private void work() {
    int index = next.getAndIncrement();
    while (index < seeds && mayGoOn(index)) {
      long seed = firstSeed + index;
      try {
        done(index, simulation.apply(seed));
      } catch (RuntimeException | Error e) {
        broken(index, new Broken(seed, e));
        return;
      }
      index = next.getAndIncrement();
    }
  }

  private synchronized boolean mayGoOn(int index) {
    return index < endsAt;
  }

  private synchronized void broken(int index, Broken one) {
    if (broken == null || one.seed() < broken.seed()) {
      broken = one;
    }
    endsAt = Math.min(endsAt, index);
  }

  private synchronized void done(int index, SimulationResult result) {
    figures.put(index, result.figures());
    sampledRules.addAll(result.sampledRules());
    events.addAndGet(result.figures().events());
    if (result.violation().isPresent() && (failed == null || result.seed() < failed.seed())) {
      failed = result;
      endsAt = Math.min(endsAt, index);
    }
    if (index == seeds - 1) {
      last = result;
    }
  }

  private Duration took() {
    return Duration.between(begin, clock.instant());
  }

  /**
   * How far it is. May be called on any thread.
   *
   * @return a line for people
   */
  public String progress() {
    double seconds = Math.max(0.001, took().toMillis() / 1_000.0);
    int done = figures.size();
    if (seeds == 1) {
      return String.format(Locale.ROOT, "simulating seed %d for %.0f s", firstSeed, seconds);
    }
    synchronized (this) {
      return String.format(
          Locale.ROOT,
          "%,d of %,d seeds, %s, %.1f seeds and %,.0f events a second",
          done,
          seeds,
          failed == null ? "no violation" : "a violation",
          done / seconds,
          events.get() / seconds);
    }
  }
}
