package io.dispatchcloud.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dispatchcloud.server.remote.ManagementClient;
import io.dispatchcloud.server.remote.ServerException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What orders have in common: to whom they go, and why. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
final class OrderOptions {
  private static final Set<String> YES = Set.of("y", "yes");

  @Parameters(paramLabel = "ID", arity = "1..*", description = "Which ones.")
  private List<String> ids = List.of();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "Why, for people: it goes to the dispatcher's log.")
  private String reason;

  /** Gives one order. */
  interface Order {
    JsonNode give(ManagementClient server, String id, String reason)
        throws ServerException, InterruptedException;
  }

  /** Asks whether to go on, unless that is known. */
  void confirm(ManagementOptions remote, boolean yes, String what) throws BadInputException {
    if (yes) {
      return;
    }
    if (!remote.operator().canAsk()) {
      throw new BadInputException("--yes: nothing given; expected it where nobody can be asked");
    }
    remote.ask(what.formatted(String.join(", ", ids)) + " [y/N] ");
    try {
      String answer = remote.operator().answer().orElse("").strip().toLowerCase(Locale.ROOT);
      if (!YES.contains(answer)) {
        throw new BadInputException("nothing was done");
      }
    } catch (IOException e) {
      throw new BadInputException("nothing was done: the terminal can't be read");
    }
  }

  /** Gives an order for each; those for which that can't be done are named. */
  int give(ManagementOptions remote, ManagementClient server, Order order)
      throws ServerException, InterruptedException {
    ArrayNode taken = JsonNodeFactory.instance.arrayNode();
    int status = 0;
    try {
      for (String id : ids) {
        try {
          JsonNode answer = order.give(server, id, reason);
          taken.add(answer);
          if (!remote.json()) {
            remote.say(id + ": " + answer.path("order").asText() + " ordered");
          }
        } catch (ServerException e) {
          if (e.kind() == ServerException.Kind.UNREACHABLE) {
            throw e;
          }
          remote.complain("error: " + id + ": " + e.getMessage());
          status = Math.max(status, ManagementOptions.statusOf(e));
        }
      }
    } finally {
      // Also what was ordered before the server could not be reached any more.
      if (remote.json()) {
        remote.answer(taken);
      }
    }
    return status;
  }
}
