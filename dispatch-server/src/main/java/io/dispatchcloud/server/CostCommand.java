package io.dispatchcloud.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatchcloud.server.remote.CostTable;
import io.dispatchcloud.server.remote.ManagementClient;
import io.dispatchcloud.server.remote.ServerException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dispatch cost}. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
@Command(
    name = "cost",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Tells what everything has cost since the dispatcher began to lead: the parts add up to the"
            + " total.",
    footer = {
      "",
      "Exit status: 0 all is well; 1 it refused; 2 wrong usage; 3 no active",
      "dispatcher was reached."
    })
final class CostCommand implements Callable<Integer> {
  private static final int MOST = 10_000;

  /** What costs are split by. */
  enum By {
    CONTAINER,
    LABEL,
    DAY
  }

  @Option(
      names = "--by",
      paramLabel = "container|label|day",
      defaultValue = "container",
      description = "What to split it by: ${DEFAULT-VALUE}. The dearest first; days in order.")
  private By by;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "So many items at the most, up to 10000: ${DEFAULT-VALUE}.")
  private int limit;

  @Mixin private ManagementOptions remote;

  @Override
  public Integer call() throws InterruptedException {
    return remote.run(this::tell);
  }

  private int tell(ManagementClient server)
      throws ServerException, BadInputException, InterruptedException {
    if (limit < 1 || limit > MOST) {
      throw new BadInputException("--limit: '" + limit + "'; expected 1 to " + MOST);
    }
    JsonNode costs = server.costs(by.name().toLowerCase(Locale.ROOT), limit);
    if (remote.json()) {
      remote.answer(costs);
    } else {
      CostTable.lines(costs).forEach(remote::say);
    }
    return 0;
  }
}
