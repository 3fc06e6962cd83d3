package io.dispatchcloud.test.sim;

import io.dispatchcloud.core.SteppedDispatcher;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The process that one dispatcher runs in. It has its own clock, which may drift; it may be
 * suspended, and it dies. What it has asked others to do may still happen after that.
 */
final class Machine implements SteppedDispatcher.Machine, Caller {
  /** How long it takes to get a thread, or an event from one. */
  private static final Duration SWITCH = Duration.ofMillis(2);

  private static final double STRANDED = 0.1;

  final World world;
  final String name;
  private final SplitMix chance;
  private final SplitMix own;
  final MachineClock clock;
  private final boolean stranding;

  private boolean dead;
  private @Nullable Work current;

  /** When the lease that it has by its own clock runs out; what it begins is held to that. */
  private long mayActUntil = Long.MIN_VALUE;

  /** Until when the store can't be reached from here. */
  long storeCutOffUntil;

  /**
   * A process that has just started.
   *
   * @param rate how fast its clock goes; 1 for right
   */
  Machine(World world, String name, double rate) {
    this.world = world;
    this.name = name;
    this.chance = world.chance.split();
    this.own = world.chance.split();
    this.clock = new MachineClock(world.time, rate);
    this.stranding = !world.plan.faults().isEmpty();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long mayActUntil() {
    return mayActUntil;
  }

  // Time.

  @Override
  public Instant instant() {
    return Timeline.START.plusNanos(local());
  }

  /** Nanoseconds by its own clock, which for work includes what it has taken so far. */
  @Override
  public long local() {
    return clock.local() + (current == null ? 0 : current.elapsed);
  }

  /** Nothing runs for a while; the clock goes on meanwhile, or stands still. */
  void suspend(Duration time, boolean clockStops) {
    if (clock.suspend(time, clockStops)) {
      world.judge.suspended(name);
    }
  }

  boolean isSuspended() {
    return clock.isSuspended();
  }

  boolean isDead() {
    return dead;
  }

  /** No event of it runs any more. */
  void die() {
    dead = true;
  }

  @Override
  public RandomGenerator random() {
    return own;
  }

  @Override
  public void bug(String what, RuntimeException bug) {
    world.judge.bug(name + ": " + what, bug);
  }

  // Events.

  @Override
  public Runnable after(Duration delay, Runnable event) {
    MachineEvent pending = new MachineEvent(this, event);
    long nanos = delay.toNanos();
    if (nanos <= 0) {
      world.time.at(world.time.now(), pending);
    } else {
      pending.dueAt(local() + nanos);
      world.time.at(world.time.now() + clock.worldDelay(nanos), pending);
    }
    return pending::cancel;
  }

  /** Runs an event; whatever it throws is told. */
  void happen(Runnable event) {
    try {
      event.run();
    } catch (RuntimeException | Error e) {
      world.judge.bug(name + ": an event", e);
    }
  }

  // Blocking work.

  /** Thrown through work that has to wait for a host: it is done anew when there is news. */
  private static final class Later extends Error {
    private static final long serialVersionUID = 1L;

    Later() {
      super("not yet", null, false, false);
    }
  }

  @Override
  public void work(String what, Runnable work, Runnable then) {
    if (dead) {
      return;
    }
    world.judge.begins(this, what);
    Work begun = new Work(what, work, then, local());
    world.time.after(chance.upTo(SWITCH), () -> begin(begun));
  }

  private void begin(Work work) {
    if (isSuspended()) {
      world.time.at(clock.suspendedUntil(), () -> begin(work));
    } else if (dead && chance.nextBoolean()) {
      // It died before the call went out.
      return;
    } else if (stranding && (Calls.isStepwise(work.what) || chance.chance(STRANDED))) {
      work.strand = world.strands.begin(work.work);
      resume(work);
    } else {
      inline(work);
    }
  }

  private void inline(Work work) {
    current = work;
    try {
      work.work.run();
    } catch (Later e) {
      return;
    } finally {
      current = null;
    }
    done(work);
  }

  private void resume(Work work) {
    Strands.Strand strand = work.strand;
    if (strand == null) {
      return;
    }
    current = work;
    try {
      strand.resume();
    } finally {
      current = null;
    }
    if (strand.isDone()) {
      done(work);
    }
  }

  private void done(Work work) {
    long at = world.time.now() + work.elapsed + chance.upTo(SWITCH).toNanos();
    world.time.at(at, new MachineEvent(this, work::known));
  }

  /** Does something when the outcome of the work under way is known here. */
  void whenKnown(Runnable told) {
    if (current == null) {
      told.run();
    } else {
      current.afterwards = told;
    }
  }

  /** The work that is being done takes some time. */
  void pause(Duration time) {
    Work work = current;
    if (work == null) {
      return;
    }
    if (work.strand == null) {
      work.elapsed += time.toNanos();
    } else {
      world.time.after(time, () -> wake(work));
      stop(work, work.strand);
    }
  }

  /** Whether the world goes on while the work that is being done pauses. */
  boolean pausesForReal() {
    return current != null && current.strand != null;
  }

  private void stop(Work work, Strands.Strand strand) {
    current = null;
    strand.stop();
    current = work;
  }

  private void wake(Work work) {
    Strands.Strand strand = work.strand;
    if (strand == null || strand.isDone()) {
      return;
    }
    if (isSuspended()) {
      world.time.at(clock.suspendedUntil(), () -> wake(work));
    } else if (dead && chance.nextBoolean()) {
      strand.cut();
    } else {
      resume(work);
    }
  }

  /**
   * Waits until a host has news, or for a time at the most. Work that can't stop in its middle is
   * done anew then, from its beginning.
   *
   * @return whether there may be news; false when the time is over
   */
  boolean awaitNews(Vm vm, Duration atMost) {
    Work work = current;
    if (work == null) {
      return false;
    }
    if (work.waitsUntil == Long.MIN_VALUE) {
      work.waitsUntil = world.time.now() + atMost.toNanos();
    }
    if (work.waitsUntil <= world.time.now()) {
      return false;
    }
    Wakeup wakeup = new Wakeup(this, work);
    vm.await(wakeup);
    world.time.at(work.waitsUntil, wakeup);
    if (work.strand == null) {
      throw new Later();
    }
    stop(work, work.strand);
    return true;
  }

  /** Work that waited goes on: where it stopped, or anew. */
  void goOn(Work work) {
    if (work.strand != null) {
      wake(work);
    } else if (dead) {
      return;
    } else if (isSuspended()) {
      world.time.at(clock.suspendedUntil(), () -> goOn(work));
    } else {
      inline(work);
    }
  }

  /** How long it takes until a thread of this machine runs. */
  Duration switches() {
    return chance.upTo(SWITCH);
  }

  /** It was given a lease, or a longer one, by the call that is under way. */
  void leased(Duration lease, Duration margin) {
    long asked = current == null ? local() : current.begunAt;
    mayActUntil = Math.max(mayActUntil, asked + lease.minus(margin).toNanos());
  }
}
