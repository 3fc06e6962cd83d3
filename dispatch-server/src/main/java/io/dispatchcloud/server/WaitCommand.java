package io.dispatchcloud.server;

import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.queue.jdbc.JdbcController;
import io.dispatchcloud.server.store.ContainerJson;
import io.dispatchcloud.server.store.Waiting;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dispatch wait [ID...]}. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
@Command(
    name = "wait",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Waits until containers have ended, and judges how.",
    footer = {
      "",
      "Exit status: 0 all are complete with exit status 0; 1 some are not, or something went wrong;",
      "2 wrong usage; 3 the time was over."
    })
final class WaitCommand implements Callable<Integer> {
  private static final int TIME_IS_OVER = 3;
  private static final int NAMED = 20;

  @Parameters(
      paramLabel = "ID",
      arity = "0..*",
      description = "Which ones; all that are in the store unless given.")
  private List<String> names = List.of();

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "How long at the most; for ever unless given.")
  private @Nullable Duration timeout;

  @Mixin private ClientOptions client;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    Set<ContainerId> ids = new LinkedHashSet<>();
    for (String name : names) {
      try {
        ids.add(new ContainerId(name));
      } catch (IllegalArgumentException e) {
        // A converter would do, were it not that picocli then says that there is no such argument.
        throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
      }
    }
    return client.run(store -> await(store, ids));
  }

  private int await(JdbcController store, Set<ContainerId> ids)
      throws ControllerException, InterruptedException {
    Waiting waiting =
        new Waiting(store, List.copyOf(ids), client::complain, InstantSource.system());
    List<ContainerId> absent = waiting.absent();
    if (!absent.isEmpty()) {
      absent.forEach(id -> client.complain("error: there is no container " + id));
      return ClientOptions.FAILED;
    }
    Waiting.Verdict verdict = waiting.finish(timeout);
    tell(verdict);
    if (verdict.unfinished() > 0) {
      return TIME_IS_OVER;
    }
    return verdict.failed().isEmpty() ? 0 : ClientOptions.FAILED;
  }

  private void tell(Waiting.Verdict verdict) {
    if (client.json()) {
      client.answer(
          json -> {
            json.writeStartObject();
            json.writeNumberField("succeeded", verdict.succeeded());
            json.writeNumberField("unfinished", verdict.unfinished());
            json.writeFieldName("failed");
            ContainerJson.writeAll(json, verdict.failed());
            json.writeEndObject();
          });
      return;
    }
    client.say(
        "%d done, %d failed, %d not ended"
            .formatted(verdict.succeeded(), verdict.failed().size(), verdict.unfinished()));
    verdict.failed().stream().limit(NAMED).forEach(each -> client.say(each.id() + why(each)));
    if (verdict.failed().size() > NAMED) {
      client.say("and " + (verdict.failed().size() - NAMED) + " more");
    }
  }

  private static String why(Container container) {
    RunResult result = container.result();
    return result == null
        ? " cancelled: " + container.error()
        : " failed: exit status " + result.exitStatus();
  }
}
