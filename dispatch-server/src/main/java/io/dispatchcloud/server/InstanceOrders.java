package io.dispatchcloud.server;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What a dispatcher can be told to do with instances. */
final class InstanceOrders {
  private InstanceOrders() {}

  /** An order that can be taken back, and needs no confirmation therefore. */
  @SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
  abstract static class Behavior implements Callable<Integer> {
    @ParentCommand private InstancesCommand parent;
    @Mixin private OrderOptions order;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
      requireNoChoice(parent, spec);
      ManagementOptions remote = parent.remote();
      return remote.run(
          server ->
              order.give(
                  remote,
                  server,
                  (there, id, reason) -> there.orderInstance(spec.name(), id, reason)));
    }
  }

  private static void requireNoChoice(InstancesCommand parent, CommandSpec spec) {
    if (parent.choosy()) {
      throw new ParameterException(
          spec.commandLine(),
          "--state, --type and --watch are for the list; expected ids with " + spec.name());
    }
  }

  /** {@code dispatch instances hold ID...}. */
  @Command(
      name = "hold",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Gives instances no work, and never shuts them down.")
  static final class Hold extends Behavior {}

  /** {@code dispatch instances drain ID...}. */
  @Command(
      name = "drain",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Gives instances no work, and shuts them down as soon as nothing runs there.")
  static final class Drain extends Behavior {}

  /** {@code dispatch instances run ID...}. */
  @Command(
      name = "run",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Gives instances work again: takes hold and drain back.")
  static final class Run extends Behavior {}

  /** {@code dispatch instances kill ID...}. */
  @SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
  @Command(
      name = "kill",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description =
          "Destroys instances, whatever they do. What runs there is lost, and runs again elsewhere.")
  static final class Kill implements Callable<Integer> {
    @ParentCommand private InstancesCommand parent;
    @Mixin private OrderOptions order;
    @Spec private CommandSpec spec;

    @Option(
        names = "--yes",
        description = "Does not ask; required where there is no terminal to ask on.")
    private boolean yes;

    @Override
    public Integer call() throws InterruptedException {
      requireNoChoice(parent, spec);
      ManagementOptions remote = parent.remote();
      return remote.run(
          server -> {
            order.confirm(remote, yes, "Destroy %s? What runs there is lost, and runs again.");
            return order.give(
                remote, server, (there, id, reason) -> there.orderInstance("kill", id, reason));
          });
    }
  }
}
