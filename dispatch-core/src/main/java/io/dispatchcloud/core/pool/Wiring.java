package io.dispatchcloud.core.pool;

/** The parts of a pool, made in the order in which they need each other. */
final class Wiring {
  final PoolState state;
  final Creator creator;
  final Attempts attempts;
  final Orders orders;
  final Knowledge knowledge;
  final Listing listing;
  final Viewer viewer;
  private final LeakSweep sweep;
  private final Reaper reaper;
  private final Prober prober;

  Wiring(PoolParts parts, PoolSettings settings) {
    state = new PoolState(parts, settings);
    Roster roster = new Roster(state, this::watch);
    creator = new Creator(state, roster, parts.secrets());
    reaper = new Reaper(state);
    listing = new Listing(state, roster, reaper);
    sweep = new LeakSweep(state);
    Killer killer = new Killer(state, roster, this::probeSoon);
    Endings endings = new Endings(state, parts.outputs());
    Runs runs = new Runs(state, roster, killer, endings);
    prober = new Prober(state, runs, new Watch(state, runs));
    attempts = new Attempts(state, runs, killer, endings, prober);
    orders = new Orders(state, reaper, listing);
    knowledge = new Knowledge(state);
    viewer = new Viewer(state, creator);
  }

  // Made before the prober, two need it: these close the circle.

  private void watch(Worker worker) {
    prober.begin(worker);
  }

  private void probeSoon(Worker worker) {
    prober.soon(worker);
  }

  void start() {
    listing.begin();
    sweep.begin();
    reaper.begin();
  }

  void stop() {
    state.stopped = true;
    reaper.stop();
    for (Worker worker : state.workers.all()) {
      worker.executor.close();
    }
  }
}
