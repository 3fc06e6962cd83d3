package io.dispatchcloud.test.sim;

import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.ContainerId;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The runner's protocol (section 6) on one simulated host, in the world's time. */
final class Runner {
  static final int DONE = 0;
  static final int ALIVE = 1;
  static final int UNUSABLE = 2;
  static final int REFUSED_ALIVE = 3;
  static final int REFUSED_SPENT = 4;
  static final int ABSENT = 5;
  static final int FENCED = 6;

  private static final Duration TERM_TAKES = Duration.ofSeconds(3);
  private static final Duration STUBBORN = Duration.ofSeconds(90);
  private static final int TERM = 15;
  private static final int KILL = 9;
  private static final int SIGNALLED = 128;

  private final World world;
  private final Vm vm;
  private final Map<Attempt, Job> jobs = new TreeMap<>();
  private final Map<ContainerId, Long> highest = new HashMap<>();
  private final Set<Attempt> started = new HashSet<>();
  private long highestFence;
  private long events;
  private @Nullable String listing;
  private int alive;

  /** Whether the program is there. */
  boolean deployed;

  /** It can't start containers. */
  boolean broken;

  private final HostLease lease;
  private final HostNotices notices;

  Runner(World world, Vm vm) {
    this.world = world;
    this.vm = vm;
    this.lease = new HostLease(world, vm);
    this.notices = new HostNotices(world, vm, this::changed);
  }

  /** How many processes live there. */
  int alive() {
    return alive;
  }

  boolean holdsNothing() {
    return jobs.isEmpty();
  }

  /** Whether a command with this fence may go on. */
  boolean passes(long fence) {
    if (fence < highestFence) {
      return false;
    }
    highestFence = fence;
    return true;
  }

  // Commands.

  String generation() {
    return "g" + events;
  }

  String list() {
    if (listing == null) {
      StringBuilder text = new StringBuilder(broken ? "broken\n" : "").append(notices.heard());
      for (Job job : jobs.values()) {
        text.append(job.attempt.container()).append(' ').append(job.attempt.number()).append(' ');
        text.append(job.state.word);
        if (job.state == Job.State.EXITED) {
          text.append(' ').append(job.exitStatus);
        }
        text.append('\n');
      }
      listing = text.append("generation ").append(generation()).append('\n').toString();
    }
    return listing;
  }

  int start(Attempt attempt, SplitMix chance) {
    for (Job job : jobs.values()) {
      if (job.lives() && job.attempt.container().equals(attempt.container())) {
        return job.attempt.equals(attempt) ? REFUSED_SPENT : REFUSED_ALIVE;
      }
    }
    if (attempt.number() <= highest.getOrDefault(attempt.container(), 0L)) {
      return REFUSED_SPENT;
    }
    mark(attempt);
    Job job = new Job(attempt, world.time.instant().toString());
    jobs.put(attempt, job);
    started.add(attempt);
    alive++;
    SimulatedContainer what = world.payload(attempt.container());
    job.exitStatus = what.exitStatus();
    job.endsAt = world.time.now() + what.runs().toNanos();
    world.log.add(vm + " starts " + attempt);
    world.judge.started(attempt, vm.id);
    changed();
    world.time.at(job.endsAt, () -> end(job));
    if (chance.chance(world.plan.rate(Fault.RUNNER_CRASHES_AFTER))) {
      world.time.after(chance.upTo(what.runs()), () -> crash(job));
    }
    if (chance.chance(world.plan.rate(Fault.LOCK_STUCK))) {
      job.unkillable = chance.chance(0.2);
      world.time.after(chance.upTo(what.runs()), () -> sticks(job));
    }
    return DONE;
  }

  /** The runner crashed before there was a process; it may have left a trace. */
  void crashBeforeStart(Attempt attempt, boolean leavesTrace) {
    if (leavesTrace && attempt.number() > highest.getOrDefault(attempt.container(), 0L)) {
      mark(attempt);
      Job job = new Job(attempt, "");
      job.state = Job.State.LOST;
      jobs.put(attempt, job);
      changed();
    }
  }

  int kill(int signal, Attempt attempt, SplitMix chance) {
    Job job = jobs.get(attempt);
    if (job == null || !job.lives()) {
      return DONE;
    }
    if (job.state == Job.State.STALE) {
      if (signal == KILL && !job.unkillable) {
        lose(job);
        return DONE;
      }
      return ALIVE;
    }
    if (signal == KILL) {
      // The supervisor goes, and what it looked after stays: that is why nobody does this.
      loseSupervisor(job);
      return ALIVE;
    }
    if (!job.ending) {
      job.ending = true;
      boolean stubborn = world.plan.rate(Fault.LOCK_STUCK) > 0 && chance.chance(0.1);
      Duration takes = chance.upTo(stubborn ? STUBBORN : TERM_TAKES);
      world.time.after(takes, () -> terminated(job));
    }
    return ALIVE;
  }

  private void terminated(Job job) {
    if (job.state == Job.State.ALIVE) {
      job.exitStatus = SIGNALLED + TERM;
      job.endsAt = world.time.now();
      end(job);
    }
  }

  @Nullable String result(Attempt attempt) {
    Job job = jobs.get(attempt);
    if (job == null || job.state != Job.State.EXITED) {
      return null;
    }
    return job.result();
  }

  int discard(Attempt attempt) {
    Job job = jobs.get(attempt);
    if (job != null && job.lives()) {
      return REFUSED_ALIVE;
    }
    mark(attempt);
    if (job != null) {
      jobs.remove(attempt);
      world.judge.discarded(attempt, vm.id, job.state == Job.State.EXITED);
      changed();
    }
    return DONE;
  }

  String cancelStart(Attempt attempt) {
    mark(attempt);
    return started.contains(attempt) ? "started\n" : "not-started\n";
  }

  private void mark(Attempt attempt) {
    highest.merge(attempt.container(), attempt.number(), Math::max);
  }

  // What happens there.

  HostNotices notices() {
    return notices;
  }

  void breakDown() {
    if (!broken) {
      broken = true;
      changed();
    }
  }

  private void end(Job job) {
    if (!job.lives() || world.time.now() < job.endsAt || vm.hasEnded(world.time.now())) {
      return;
    }
    if (job.state == Job.State.STALE) {
      lose(job);
      return;
    }
    job.state = Job.State.EXITED;
    job.finishedAt = world.time.instant().toString();
    job.endedAt = world.time.now();
    over(job, job.exitStatus);
  }

  /** It ends without a result. */
  private void lose(Job job) {
    job.state = Job.State.LOST;
    over(job, null);
  }

  private void crash(Job job) {
    if (job.state == Job.State.ALIVE && mayStill(Fault.RUNNER_CRASHES_AFTER)) {
      world.struck(Fault.RUNNER_CRASHES_AFTER, vm + " " + job.attempt);
      lose(job);
    }
  }

  /** Whether something may go wrong here now: neither is the host gone, nor is all well again. */
  private boolean mayStill(Fault fault) {
    return world.plan.rate(fault) > 0 && !vm.hasEnded(world.time.now());
  }

  private void sticks(Job job) {
    if (job.state == Job.State.ALIVE && mayStill(Fault.LOCK_STUCK)) {
      world.struck(Fault.LOCK_STUCK, vm + " " + job.attempt);
      loseSupervisor(job);
    }
  }

  private void loseSupervisor(Job job) {
    if (job.state == Job.State.ALIVE && !vm.hasEnded(world.time.now())) {
      job.state = Job.State.STALE;
      world.judge.orphaned(job.attempt);
      changed();
    }
  }

  private void over(Job job, @Nullable Integer exitStatus) {
    alive--;
    world.log.add(
        vm + " " + job.attempt + (exitStatus == null ? " lost" : " exited " + exitStatus));
    world.judge.ended(job.attempt, vm.id, exitStatus);
    changed();
  }

  /** The host ends, and with it all that runs there. */
  void hostEnds() {
    for (Job job : jobs.values()) {
      if (job.lives()) {
        job.state = Job.State.LOST;
        alive--;
        world.judge.ended(job.attempt, vm.id, null);
      }
    }
    vm.news();
  }

  private void changed() {
    events++;
    listing = null;
    vm.news();
  }

  /** Whether anything here needs the host. */
  boolean isBusy(long now) {
    return jobs.values().stream().anyMatch(job -> job.needsHost(now));
  }

  /** A dispatcher was here. */
  void renewLease(Duration time, boolean hold) {
    lease.renew(time, hold);
  }
}
