package io.dispatchcloud.server;

import io.dispatchcloud.api.config.Quantities;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.queue.jdbc.AttemptRecord;
import io.dispatchcloud.queue.jdbc.JdbcController;
import io.dispatchcloud.server.show.Words;
import io.dispatchcloud.server.store.ContainerJson;
import io.dispatchcloud.server.store.ContainerTable;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code dispatch show ID}. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Shows a container, and all attempts at it.")
final class ShowCommand implements Callable<Integer> {
  @Parameters(paramLabel = "ID", converter = ContainerIdConverter.class, description = "Which one.")
  private ContainerId id;

  @Mixin private ClientOptions client;

  @Override
  public Integer call() throws InterruptedException {
    return client.run(this::show);
  }

  private int show(JdbcController store) throws ControllerException {
    RunSpec run = store.run(id);
    Container container = store.find(id).orElseThrow();
    List<AttemptRecord> attempts = store.attempts(id);
    if (client.json()) {
      client.answer(json -> ContainerJson.write(json, container, run, attempts));
      return 0;
    }
    say("container", id.value());
    say("state", ContainerTable.state(container));
    say("priority", Long.toString(container.priority()));
    say("submitted", ContainerTable.time(container.createdAt()));
    say("command", run.command().stream().map(Words::quoted).collect(Collectors.joining(" ")));
    say("image", run.image());
    say("needs", needs(container.needs()));
    say(
        "labels",
        new TreeMap<>(container.labels())
            .entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(", ")));
    say("instance", container.instance() == null ? "" : container.instance().value());
    if (container.result() != null) {
      say("exit status", Integer.toString(container.result().exitStatus()));
    }
    say("reason", container.error());
    say("cost", container.cost().signum() > 0 ? container.cost().toPlainString() : "");
    if (!attempts.isEmpty()) {
      client.say("");
      ContainerTable.attempts(attempts).forEach(client::say);
    }
    return 0;
  }

  private static String needs(Needs needs) {
    return needs.vcpus()
        + " vCPUs, "
        + Quantities.format(needs.ram())
        + " RAM"
        + (needs.gpu().deviceCount() > 0 ? ", " + needs.gpu().deviceCount() + " GPUs" : "");
  }

  private void say(String name, String value) {
    if (!value.isEmpty()) {
      client.say("%-12s %s".formatted(name, value));
    }
  }
}
