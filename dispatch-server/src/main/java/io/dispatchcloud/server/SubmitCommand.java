package io.dispatchcloud.server;

import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.queue.jdbc.JdbcController;
import io.dispatchcloud.queue.jdbc.Submission;
import io.dispatchcloud.server.job.JobFileReader;
import io.dispatchcloud.server.yaml.Faults;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code dispatch submit FILE...}. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
@Command(
    name = "submit",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Puts the containers of files into a store: all of them, or none.",
      "To submit the same again is a success and changes nothing."
    })
final class SubmitCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "Files as for dispatch run; only their containers are looked at.")
  private List<Path> files;

  @Mixin private ClientOptions client;

  @Override
  public Integer call() throws InterruptedException {
    return client.run(this::submit);
  }

  private int submit(JdbcController store) throws ControllerException, BadInputException {
    Submission done;
    List<ContainerSpec> specs = read();
    try {
      done = store.submit(specs);
    } catch (IllegalArgumentException e) {
      throw new BadInputException(String.valueOf(e.getMessage()));
    }
    if (client.json()) {
      client.answer(
          json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("added");
            for (ContainerId id : done.added()) {
              json.writeString(id.value());
            }
            json.writeEndArray();
            json.writeArrayFieldStart("alreadyThere");
            for (ContainerId id : done.alreadyThere()) {
              json.writeString(id.value());
            }
            json.writeEndArray();
            json.writeEndObject();
          });
    } else {
      client.say(done.added().size() + " new, " + done.alreadyThere().size() + " already there");
    }
    return 0;
  }

  private List<ContainerSpec> read() throws BadInputException {
    List<ContainerSpec> all = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (Path file : files) {
      Faults faults = new Faults(file.toString());
      JobFileReader.readContainers(file, faults).ifPresent(all::addAll);
      problems.addAll(faults.lines());
    }
    if (!problems.isEmpty()) {
      throw new BadInputException(problems);
    }
    return all;
  }
}
