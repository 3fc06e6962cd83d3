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
  private final double rate;
  private final boolean stranding;

  // The clock: what it showed at some moment of the world, since when it goes at its rate.
  private long localBase;
  private long worldBase;
  private long suspendedUntil;
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
    this.rate = rate;
    this.stranding = !world.plan.faults().isEmpty();
    this.localBase = world.time.now();
    this.worldBase = localBase;
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
    long now = world.time.now();
    long passed = now <= worldBase ? 0 : (long) ((now - worldBase) * rate);
    return localBase + passed + (current == null ? 0 : current.elapsed);
  }

  private long worldDelay(long localDelay) {
    return rate == 1 ? localDelay : (long) (localDelay / rate);
  }

  /** Nothing runs for a while; the clock goes on meanwhile, or stands still. */
  void suspend(Duration time, boolean clockStops) {
    long until = world.time.now() + time.toNanos();
    if (until <= suspendedUntil) {
      return;
    }
    if (clockStops) {
      localBase = local();
      worldBase = until;
    }
    suspendedUntil = until;
    world.judge.suspended(name);
  }

  boolean isSuspended() {
    return suspendedUntil > world.time.now();
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
    Pending pending = new Pending(event);
    long nanos = delay.toNanos();
    if (nanos <= 0) {
      world.time.at(world.time.now(), pending);
    } else {
      pending.dueAt = local() + nanos;
      world.time.at(world.time.now() + worldDelay(nanos), pending);
    }
    return pending::cancel;
  }

  /** An event of this machine. */
  private final class Pending implements Runnable {
    private @Nullable Runnable event;
    private long dueAt = Long.MIN_VALUE;

    Pending(Runnable event) {
      this.event = event;
    }

    void cancel() {
      event = null;
    }

    @Override
    public void run() {
      Runnable due = event;
      if (due == null || dead) {
        return;
      }
      if (isSuspended()) {
        world.time.at(suspendedUntil, this);
      } else if (dueAt > local()) {
        // The clock stood still in between.
        world.time.at(world.time.now() + Math.max(1, worldDelay(dueAt - local())), this);
      } else {
        event = null;
        happen(due);
      }
    }
  }

  private void happen(Runnable event) {
    try {
      event.run();
    } catch (RuntimeException | Error e) {
      world.judge.bug(name + ": an event", e);
    }
  }

  // Blocking work.

  private static final class Work {
    private final String what;
    private final Runnable work;
    private final Runnable then;
    private final long begunAt;
    private long elapsed;
    private long waitsUntil = Long.MIN_VALUE;
    private Strands.@Nullable Strand strand;
    private @Nullable Runnable afterwards;

    Work(String what, Runnable work, Runnable then, long begunAt) {
      this.what = what;
      this.work = work;
      this.then = then;
      this.begunAt = begunAt;
    }

    void known() {
      if (afterwards != null) {
        afterwards.run();
      }
      then.run();
    }
  }

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
      world.time.at(suspendedUntil, () -> begin(work));
    } else if (dead && chance.nextBoolean()) {
      // It died before the call went out.
      return;
    } else if (stranding && (isStepwise(work.what) || chance.chance(STRANDED))) {
      work.strand = world.strands.begin(work.work);
      resume(work);
    } else {
      inline(work);
    }
  }

  /** What takes several steps, between which other things happen. */
  private static boolean isStepwise(String what) {
    return what.startsWith("start ") || what.contains("refresh") || what.startsWith("collect ");
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
    world.time.at(at, new Pending(work::known));
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
      world.time.at(suspendedUntil, () -> wake(work));
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
    Wakeup wakeup = new Wakeup(work);
    vm.await(wakeup);
    world.time.at(work.waitsUntil, wakeup);
    if (work.strand == null) {
      throw new Later();
    }
    stop(work, work.strand);
    return true;
  }

  /** Wakes waiting work once, whichever comes first: news or the end of its time. */
  final class Wakeup implements Runnable {
    private final Work work;
    private boolean rung;

    Wakeup(Work work) {
      this.work = work;
    }

    boolean isRung() {
      return rung;
    }

    /** There is news. */
    void ring() {
      if (!rung) {
        world.time.after(chance.upTo(SWITCH), this);
      }
    }

    @Override
    public void run() {
      if (rung) {
        return;
      }
      rung = true;
      if (work.strand != null) {
        wake(work);
      } else if (!dead) {
        goOn();
      }
    }

    private void goOn() {
      if (isSuspended()) {
        world.time.at(suspendedUntil, this::goOn);
      } else {
        inline(work);
      }
    }
  }

  /** It was given a lease, or a longer one, by the call that is under way. */
  void leased(Duration lease, Duration margin) {
    long asked = current == null ? local() : current.begunAt;
    mayActUntil = Math.max(mayActUntil, asked + lease.minus(margin).toNanos());
  }
}
