package io.dispatchcloud.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.server.remote.ContainerChoice;
import io.dispatchcloud.server.remote.ManagementClient;
import io.dispatchcloud.server.remote.ServerException;
import io.dispatchcloud.server.remote.WaitingTable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code dispatch containers}. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
@Command(
    name = "containers",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    subcommands = ContainersCommand.Kill.class,
    description = {
      "Lists the containers that a dispatcher has in its queue, in the order of scheduling, each"
          + " with why it is where it is.",
      "dispatch list asks a store instead, and has those that have ended, too."
    },
    footer = {
      "",
      "Exit status: 0 all is well; 1 it refused, or has no such container; 2 wrong",
      "usage; 3 no active dispatcher was reached."
    })
final class ContainersCommand implements Callable<Integer> {
  @Option(
      names = "--state",
      paramLabel = "STATE",
      split = ",",
      description = "Those in these states alone: queued, locked, running, complete, cancelled.")
  private List<ContainerState> states = List.of();

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      split = ",",
      description =
          "Those with these statuses alone: preparing, running, finished, onHold, supervisorLimit,"
              + " previousAttemptExiting, waitingForInstance, atCapacity, bootsFailing,"
              + " accountLimit, dispatcherLimit, budgetReached, budgetSpent, draining,"
              + " nothingFits.")
  private List<String> statuses = List.of();

  @Option(
      names = "--label",
      paramLabel = "NAME=VALUE",
      converter = LabelConverter.class,
      description = "Those with this label alone; of several, with all of them.")
  private List<Map.Entry<String, String>> labels = List.of();

  @Option(
      names = "--search",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Those with this in their id alone, in any case.")
  private String search;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "So many at the most: ${DEFAULT-VALUE}; 0 for all.")
  private int limit;

  @Mixin private ManagementOptions remote;

  @Override
  public Integer call() throws InterruptedException {
    return remote.run(this::list);
  }

  private int list(ManagementClient server)
      throws ServerException, BadInputException, InterruptedException {
    if (limit < 0) {
      throw new BadInputException("--limit: '" + limit + "'; expected 0 or more");
    }
    ContainerChoice choice =
        new ContainerChoice(
            states.stream().map(state -> state.name().toLowerCase(Locale.ROOT)).toList(),
            statuses,
            labels.stream().map(label -> label.getKey() + ":" + label.getValue()).toList(),
            search);
    JsonNode page = server.containers(choice, limit == 0 ? Integer.MAX_VALUE : limit);
    if (remote.json()) {
      remote.answer(page.path("items"));
    } else {
      WaitingTable.lines(page).forEach(remote::say);
    }
    return 0;
  }

  private boolean choosy() {
    return !states.isEmpty() || !statuses.isEmpty() || !labels.isEmpty() || !search.isEmpty();
  }

  /** {@code dispatch containers kill ID...}. */
  @Command(
      name = "kill",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = {
        "Cancels containers, and ends what runs of them with TERM: they do not run again.",
        "dispatch cancel does the same through the store."
      })
  static final class Kill implements Callable<Integer> {
    @ParentCommand private ContainersCommand parent;
    @Mixin private OrderOptions order;
    @Spec private CommandSpec spec;

    @Option(
        names = "--yes",
        description = "Does not ask; required where there is no terminal to ask on.")
    private boolean yes;

    @Override
    public Integer call() throws InterruptedException {
      if (parent.choosy()) {
        throw new ParameterException(
            spec.commandLine(),
            "--state, --status, --label and --search are for the list; expected ids with kill");
      }
      return parent.remote.run(
          server -> {
            order.confirm(parent.remote, yes, "Cancel %s for good?");
            return order.give(parent.remote, server, ManagementClient::killContainer);
          });
    }
  }
}
