package io.dispatchcloud.server.simulate;

/**
 * A simulation that did not come to its end: what was simulated, or the simulator, failed as
 * neither should.
 *
 * @param seed its seed
 * @param failure what ended it
 */
record Broken(long seed, Throwable failure) {
  @Override
  public String toString() {
    return "the simulation of seed " + seed + " ended by " + failure;
  }
}
