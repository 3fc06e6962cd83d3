package io.dispatchcloud.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatchcloud.server.remote.ContainerChoice;
import io.dispatchcloud.server.remote.ManagementClient;
import io.dispatchcloud.server.remote.Overview;
import io.dispatchcloud.server.remote.ServerException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code dispatch top}. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
@Command(
    name = "top",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Shows how a dispatcher is: figures, instances by state, and the queue with the reasons why"
          + " each waits. Looks again each second; q quits.",
      "Where there is no terminal, and with --json, it tells how it is now, and ends."
    },
    footer = {
      "",
      "Exit status: 0 all is well; 1 it refused; 2 wrong usage; 3 no active",
      "dispatcher was reached; 128 and a signal's number if one ended it."
    })
final class TopCommand implements Callable<Integer> {
  private static final int MOST = 1000;

  @Mixin private ManagementOptions remote;

  @Override
  public Integer call() throws InterruptedException {
    return remote.run(this::show);
  }

  private int show(ManagementClient server)
      throws ServerException, BadInputException, InterruptedException {
    if (remote.json()) {
      ObjectNode answer = JsonNodeFactory.instance.objectNode();
      JsonNode status = server.status();
      answer.set("status", status);
      answer.set("waiting", waiting(server, status, MOST).path("items"));
      remote.answer(answer);
      return 0;
    }
    try (Operator.Watch watch = remote.operator().watch()) {
      LiveView view = new LiveView(watch, remote);
      LiveView.Picture picture = (width, height) -> lines(server, width, height);
      if (watch.screen().isPresent()) {
        return view.run(picture);
      }
      view.once(picture);
      return 0;
    }
  }

  private static List<String> lines(ManagementClient server, int width, int height)
      throws ServerException, InterruptedException {
    JsonNode status = server.status();
    JsonNode queue = waiting(server, status, Math.max(1, Math.min(MOST, height)));
    return Overview.lines(server.server(), status, queue, width);
  }

  /** What waits for an instance that boots is locked already: the status tells, not the state. */
  private static JsonNode waiting(ManagementClient server, JsonNode status, int most)
      throws ServerException, InterruptedException {
    List<String> reasons = Overview.reasons(status);
    return reasons.isEmpty()
        ? JsonNodeFactory.instance.objectNode().set("items", JsonNodeFactory.instance.arrayNode())
        : server.containers(new ContainerChoice(List.of(), reasons, List.of(), ""), most);
  }
}
