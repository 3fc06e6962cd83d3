package io.dispatchcloud.test.sim;

import io.dispatchcloud.core.DispatcherSnapshot;
import io.dispatchcloud.core.Settings;
import java.time.Duration;

/** One run of a simulation. */
final class Run {
  /** How long things may go wrong after the last container could have ended. */
  private static final Duration STORM_GOES_ON = Duration.ofHours(3);

  /**
   * How long it may take until the next container ends, beyond the longest run, once nothing goes
   * wrong any more: a long queue on few instances takes days, and moves on all the time.
   */
  private static final Duration ENDS_WITHIN = Duration.ofHours(24);

  /** How often somebody looks for what was held and forgotten, when all is well again. */
  private static final Duration RELEASE_EVERY = Duration.ofMinutes(1);

  private final Simulation simulation;
  private final World world;
  private final Dispatchers dispatchers;
  private final Weather weather;
  private final Ledger ledger;
  private final Patience patience;
  private final Checkers checkers;
  private final Duration endsWithin;
  private boolean healed;
  private long movedAt;
  private int unfinished;
  private long workEndedAt = Vm.NEVER;
  private Duration goneWithin = Duration.ZERO;
  private long nextRelease;
  private boolean over;

  Run(Simulation simulation) {
    this.simulation = simulation;
    this.world = new World(simulation);
    this.dispatchers = new Dispatchers(world, simulation);
    this.weather = new Weather(world, dispatchers);
    this.ledger = new Ledger(world);
    this.patience = new Patience(world.config);
    this.endsWithin =
        simulation.workload.stream()
            .map(SimulatedContainer::runs)
            .max(Duration::compareTo)
            .orElse(Duration.ZERO)
            .plus(ENDS_WITHIN)
            .plus(patience.settings(0))
            .plus(world.config.get(Settings.QUOTA_RETRY));
    world.judge.add(ledger);
    this.checkers =
        Checkers.watch(
            world.judge,
            world.config,
            new StatusIsTrue.Parts(
                simulation.driver instanceof Unwrapped,
                simulation.controller instanceof Unwrapped));
  }

  SimulationResult toTheEnd() {
    guarded(this::happen);
    end();
    return new SimulationResult(
        simulation.seed,
        simulation.faults,
        simulation.workload.size(),
        world.judge.violation(),
        world.log.last(),
        ledger.figures(dispatchers.started()),
        ledger.samples(),
        checkers.sampled());
  }

  private void happen() {
    begin();
    boolean more = true;
    while (more && !isOver()) {
      more = step();
    }
  }

  /** Has everything begin; nothing happens yet. */
  void begin() {
    weather.begin();
    dispatchers.start();
    world.time.at(stormEnds(), this::heal);
    world.time.after(Duration.ofSeconds(1), this::watch);
    if (simulation.sampleEvery != null) {
      sample(simulation.sampleEvery);
    }
  }

  /** Lets the next event happen; false if there is none. */
  boolean step() {
    boolean more = world.time.step();
    dispatchers.look();
    return more;
  }

  /** Lets go of threads. */
  void end() {
    guarded(world.strands::close);
  }

  /** Whether all has ended, or a rule was broken. */
  boolean isOver() {
    return over || world.judge.violation() != null;
  }

  World world() {
    return world;
  }

  Dispatchers dispatchers() {
    return dispatchers;
  }

  /** Whatever goes wrong, even an error, the seed and what came before are told. */
  void guarded(Runnable part) {
    try {
      part.run();
    } catch (RuntimeException | Error e) {
      world.judge.bug("an event", e);
    }
  }

  private long stormEnds() {
    long last = 0;
    for (SimulatedContainer container : simulation.workload) {
      last = Math.max(last, container.submittedAfter().plus(container.runs()).toNanos());
    }
    return last + STORM_GOES_ON.toNanos();
  }

  private void heal() {
    if (!healed) {
      healed = true;
      movedAt = world.time.now();
      weather.heal();
    }
  }

  private void sample(Duration every) {
    ledger.sample();
    world.time.after(every, () -> sample(every));
  }

  /** Looks once a second of the world whether all has ended. */
  private void watch() {
    long now = world.time.now();
    boolean worked =
        world.store.submitted() == simulation.workload.size() && world.store.unfinished() == 0;
    if (worked && workEndedAt == Vm.NEVER) {
      workEndedAt = now;
      goneWithin = patience.leftovers(world.cloud.livingCount());
      world.log.add("the work has ended");
      heal();
    }
    if (healed && now >= nextRelease) {
      nextRelease = now + RELEASE_EVERY.toNanos();
      dispatchers.release();
      world.store.giveUp(world.config.get(Settings.BUDGET_PER_CONTAINER));
    }
    if (worked && allLetGo()) {
      over = true;
      return;
    }
    if (worked) {
      judgeLeftovers(now);
    } else {
      judgeDelay(now);
    }
    world.time.after(Duration.ofSeconds(1), this::watch);
  }

  private boolean allLetGo() {
    DispatcherSnapshot snapshot = dispatchers.active();
    return snapshot != null
        && snapshot.workers().isEmpty()
        && snapshot.containers().isEmpty()
        && world.cloud.living().isEmpty();
  }

  private void judgeLeftovers(long now) {
    DispatcherSnapshot snapshot = dispatchers.active();
    boolean held = snapshot != null && dispatchers.isAnyHeldByPeople(snapshot);
    if (held || Duration.ofNanos(now - workEndedAt).compareTo(goneWithin) <= 0) {
      return;
    }
    world.judge.broken(
        "POOL-20",
        goneWithin
            + " after the last work there are instances "
            + world.cloud.living()
            + (snapshot == null
                ? "; no dispatcher is active"
                : "; the dispatcher has workers "
                    + snapshot.workers()
                    + " and containers "
                    + snapshot.containers()));
  }

  private void judgeDelay(long now) {
    if (world.store.unfinished() != unfinished) {
      unfinished = world.store.unfinished();
      movedAt = now;
    }
    boolean late = healed && Duration.ofNanos(now - movedAt).compareTo(endsWithin) > 0;
    if (late || now > simulation.timeLimit.toNanos()) {
      DispatcherSnapshot snapshot = dispatchers.active();
      world.judge.broken(
          "CTR-1",
          world.store.unfinished()
              + " containers do not end, the first is "
              + world.store.waiting().stream().findFirst().map(Object::toString).orElse("to come")
              + (snapshot == null
                  ? "; no dispatcher is active"
                  : "; the first status is "
                      + snapshot.containers().stream()
                          .filter(each -> !each.container().state().isFinal())
                          .findFirst()
                          .map(each -> each.container().id() + " " + each.status())
                          .orElse("none")));
    }
  }
}
