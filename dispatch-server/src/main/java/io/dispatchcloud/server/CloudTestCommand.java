package io.dispatchcloud.server;

import io.dispatchcloud.server.cloudtest.CheckOptions;
import io.dispatchcloud.server.cloudtest.CloudTestRunner;
import io.dispatchcloud.server.job.JobFile;
import io.dispatchcloud.server.job.JobFileReader;
import io.dispatchcloud.server.run.Interrupts;
import io.dispatchcloud.server.yaml.Faults;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dispatch cloudtest}. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
@Command(
    name = "cloudtest",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Checks an account: makes an instance as the dispatcher would, logs in, runs a command,"
          + " destroys it, and tells of each step. Once for each subnet or zone that is"
          + " configured.",
      "What it made is destroyed in any case, also after Ctrl-C."
    })
final class CloudTestCommand implements Callable<Integer> {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      required = true,
      description = "The driver, its parameters, types and settings: a file as for dispatch run.")
  private Path file;

  @Option(
      names = "--type",
      paramLabel = "NAME",
      defaultValue = "",
      description = "The instance type to check with; the cheapest unless given.")
  private String type;

  @Option(
      names = "--command",
      paramLabel = "COMMAND",
      defaultValue = "echo it works",
      description = "What is run on the instance: ${DEFAULT-VALUE}.")
  private String command;

  @Option(
      names = "--instance-set-id",
      paramLabel = "ID",
      description = "The instance set to use; a random one unless given.")
  private @Nullable String instanceSetId;

  @Option(names = "--configured-set", description = "Uses the instance set of the file.")
  private boolean configuredSet;

  @Option(
      names = "--destroy-existing",
      description = "First destroys all instances of the set, whoever made them.")
  private boolean destroyExisting;

  @Option(
      names = "--pause-before-destroy",
      description = "Waits for Enter before the instance is destroyed.")
  private boolean pauseBeforeDestroy;

  @Option(
      names = "--destroy-timeout",
      paramLabel = "TIME",
      defaultValue = "10m",
      converter = DurationConverter.class,
      description = "How long a destroyed instance may stay listed: ${DEFAULT-VALUE}.")
  private Duration destroyTimeout;

  @Mixin private Frame frame;

  @Override
  public Integer call() throws InterruptedException {
    return frame.orRefuse(this::check);
  }

  private int check() throws BadInputException, InterruptedException {
    JobFile job = job();
    CheckOptions options =
        new CheckOptions(type, command, destroyExisting, pauseBeforeDestroy, destroyTimeout);
    InstantSource clock = InstantSource.system();
    try (Interrupts interrupts = Interrupts.listen()) {
      return new CloudTestRunner(
              job, options, interrupts, System.in, frame.out(), frame.ticker(clock), clock)
          .run();
    }
  }

  private JobFile job() throws BadInputException {
    Faults faults = new Faults(file.toString());
    Optional<JobFile> read = JobFileReader.readConfiguration(file, faults);
    if (read.isEmpty()) {
      throw new BadInputException(faults.lines());
    }
    try {
      if (configuredSet && instanceSetId != null) {
        throw new IllegalArgumentException(
            "--instance-set-id: '" + instanceSetId + "'; expected either this or --configured-set");
      }
      if (command.isBlank()) {
        throw new IllegalArgumentException("--command: nothing given; expected a command");
      }
      JobFile job = read.get();
      CloudTestRunner.type(job, type);
      return configuredSet ? job : job.inSet(setId(), job.driverParameters());
    } catch (IllegalArgumentException e) {
      throw new BadInputException(List.of(String.valueOf(e.getMessage())));
    }
  }

  private String setId() {
    return instanceSetId != null
        ? instanceSetId
        : "cloudtest-" + Integer.toHexString(new SecureRandom().nextInt());
  }
}
