package io.dispatchcloud.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatchcloud.server.remote.InstanceChoice;
import io.dispatchcloud.server.remote.InstanceTable;
import io.dispatchcloud.server.remote.ManagementClient;
import io.dispatchcloud.server.remote.ServerException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dispatch instances}. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
@Command(
    name = "instances",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    subcommands = {
      InstanceOrders.Hold.class,
      InstanceOrders.Drain.class,
      InstanceOrders.Run.class,
      InstanceOrders.Kill.class
    },
    description = {
      "Lists the instances of a dispatcher that runs, or tells it what to do with some.",
      "These hold and run are about instances; dispatch hold is about containers, and dispatch run"
          + " runs a file."
    },
    footer = {
      "",
      "Exit status: 0 all is well; 1 it refused, or has no such instance; 2 wrong",
      "usage; 3 no active dispatcher was reached; 128 and a signal's number."
    })
final class InstancesCommand implements Callable<Integer> {
  /** The states of an instance, as options name them. */
  enum State {
    UNKNOWN,
    BOOTING,
    IDLE,
    RUNNING,
    SHUTDOWN
  }

  @Option(
      names = "--state",
      paramLabel = "STATE",
      split = ",",
      description = "Those in these states alone: unknown, booting, idle, running, shutdown.")
  private List<State> states = List.of();

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      split = ",",
      description = "Those of these types alone, by their names in the configuration.")
  private List<String> types = List.of();

  @Option(
      names = "--watch",
      description = {
        "Looks again each second until it is stopped: in place on a terminal, where q ends it;"
            + " elsewhere it prints what changed."
      })
  private boolean watches;

  @Mixin private ManagementOptions remote;

  ManagementOptions remote() {
    return remote;
  }

  /** Whether there are options that only a list has a use for. */
  boolean choosy() {
    return watches || !states.isEmpty() || !types.isEmpty();
  }

  @Override
  public Integer call() throws InterruptedException {
    return remote.run(this::list);
  }

  private int list(ManagementClient server)
      throws ServerException, BadInputException, InterruptedException {
    InstanceChoice choice =
        new InstanceChoice(
            states.stream().map(state -> state.name().toLowerCase(Locale.ROOT)).toList(), types);
    if (watches) {
      try (Operator.Watch watch = remote.operator().watch()) {
        return new LiveView(watch, remote).run((width, height) -> lines(server, choice));
      }
    }
    if (remote.json()) {
      remote.answer(server.instances(choice).path("items"));
    } else {
      lines(server, choice).forEach(remote::say);
    }
    return 0;
  }

  private List<String> lines(ManagementClient server, InstanceChoice choice)
      throws ServerException, InterruptedException {
    JsonNode page = server.instances(choice);
    return remote.json() ? List.of(page.path("items").toString()) : InstanceTable.lines(page);
  }
}
