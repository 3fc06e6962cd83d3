package io.dispatchcloud.server;

import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.OutputTail;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.queue.jdbc.AttemptRecord;
import io.dispatchcloud.queue.jdbc.JdbcController;
import io.dispatchcloud.server.store.ContainerJson;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dispatch logs ID}. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
@Command(
    name = "logs",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Prints the end of what a container wrote, its stdout to stdout and its stderr to stderr.")
final class LogsCommand implements Callable<Integer> {
  @Parameters(paramLabel = "ID", converter = ContainerIdConverter.class, description = "Which one.")
  private ContainerId id;

  @Option(
      names = "--attempt",
      paramLabel = "N",
      description = "Which attempt; unless given, the last one that has ended by itself.")
  private @Nullable Long attempt;

  @Mixin private ClientOptions client;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    return client.run(this::logs);
  }

  private int logs(JdbcController store) throws ControllerException {
    if (store.find(id).isEmpty()) {
      client.complain("error: there is no container " + id);
      return ClientOptions.FAILED;
    }
    AttemptRecord found = null;
    for (AttemptRecord each : store.attempts(id)) {
      if (attempt == null ? each.result() != null : each.attempt().number() == attempt) {
        found = each;
      }
    }
    RunResult result = found == null ? null : found.result();
    if (found == null || result == null) {
      client.complain(
          "error: "
              + id
              + (attempt != null && found == null ? " has no attempt " + attempt : whyNone(found)));
      return ClientOptions.FAILED;
    }
    if (client.json()) {
      json(found, result);
      return 0;
    }
    print(client.out(), "stdout", result.stdout());
    PrintWriter err = spec.commandLine().getErr();
    print(err, "stderr", result.stderr());
    err.flush();
    return 0;
  }

  private static String whyNone(@Nullable AttemptRecord found) {
    return found == null
        ? ": no attempt has ended by itself yet"
        : ": attempt " + found.attempt().number() + " has not ended by itself";
  }

  private void print(PrintWriter to, String name, OutputTail tail) {
    long shown = tail.bytes().length;
    if (shown < tail.length()) {
      client.complain("%s: the last %d of %d bytes".formatted(name, shown, tail.length()));
    }
    to.print(tail.text());
  }

  private void json(AttemptRecord found, RunResult result) {
    client.answer(
        json -> {
          json.writeStartObject();
          json.writeStringField("id", id.value());
          json.writeNumberField("attempt", found.attempt().number());
          json.writeNumberField("exitStatus", result.exitStatus());
          ContainerJson.tail(json, "stdout", result.stdout());
          ContainerJson.tail(json, "stderr", result.stderr());
          json.writeEndObject();
        });
  }
}
