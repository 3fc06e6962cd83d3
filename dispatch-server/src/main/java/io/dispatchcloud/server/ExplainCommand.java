package io.dispatchcloud.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatchcloud.server.remote.ExplanationText;
import io.dispatchcloud.server.remote.HistoryText;
import io.dispatchcloud.server.remote.ManagementClient;
import io.dispatchcloud.server.remote.ServerException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dispatch explain ID}. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Tells why a container is where it is: each type and each instance that was considered, and"
            + " why not, and what would make it run.",
    footer = {
      "",
      "Exit status: 0 all is well; 1 it refused, or has no such container; 2 wrong",
      "usage; 3 no active dispatcher was reached."
    })
final class ExplainCommand implements Callable<Integer> {
  @Parameters(paramLabel = "ID", description = "Which container.")
  private String id;

  @Option(
      names = "--history",
      description =
          "Tells also how it came about: what was decided before, and what was considered then, as"
              + " far as that is known.")
  private boolean history;

  @Mixin private ManagementOptions remote;

  @Override
  public Integer call() throws InterruptedException {
    return remote.run(this::explain);
  }

  private int explain(ManagementClient server) throws ServerException, InterruptedException {
    Optional<JsonNode> explanation = explanation(server);
    Optional<JsonNode> story =
        explanation.isEmpty() ? Optional.of(server.container(id)) : Optional.empty();
    Optional<JsonNode> past = history ? Optional.of(server.history(id)) : Optional.empty();
    if (remote.json()) {
      ObjectNode answer = JsonNodeFactory.instance.objectNode();
      explanation.ifPresent(each -> answer.set("explanation", each));
      story.ifPresent(each -> answer.set("container", each.path("container")));
      past.ifPresent(each -> answer.set("history", each.path("history")));
      remote.answer(answer);
      return 0;
    }
    explanation
        .map(ExplanationText::lines)
        .or(() -> story.map(ExplanationText::ended))
        .orElseThrow()
        .forEach(remote::say);
    past.ifPresent(
        each -> {
          remote.say("");
          HistoryText.lines(each).forEach(remote::say);
        });
    return 0;
  }

  /** Empty if it waits for nothing any more, or is unknown. */
  private Optional<JsonNode> explanation(ManagementClient server)
      throws ServerException, InterruptedException {
    try {
      return Optional.of(server.explanation(id));
    } catch (ServerException e) {
      if (e.kind() == ServerException.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
