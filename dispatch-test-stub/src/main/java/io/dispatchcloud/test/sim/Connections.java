package io.dispatchcloud.test.sim;

import io.dispatchcloud.api.executor.Executor;
import io.dispatchcloud.api.executor.ExecutorContext;
import io.dispatchcloud.api.executor.ExecutorProvider;
import io.dispatchcloud.api.executor.ExecutorTarget;

/** Makes the connections of one dispatcher. */
final class Connections implements ExecutorProvider {
  private final World world;
  private final Machine machine;
  private final SplitMix chance;

  Connections(World world, Machine machine) {
    this.world = world;
    this.machine = machine;
    this.chance = world.chance.split();
  }

  @Override
  public String name() {
    return "simulated";
  }

  @Override
  public Executor open(ExecutorContext context, ExecutorTarget target) {
    return new Connection(world, machine, chance, target);
  }
}
