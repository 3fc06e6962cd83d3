package io.dispatchcloud.server;

import io.dispatchcloud.api.queue.AttemptLimits;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.core.Settings;
import io.dispatchcloud.queue.jdbc.JdbcController;
import io.dispatchcloud.server.events.EventLog;
import io.dispatchcloud.server.http.HttpSettings;
import io.dispatchcloud.server.http.ManagementDesk;
import io.dispatchcloud.server.job.JobFile;
import io.dispatchcloud.server.job.JobFileReader;
import io.dispatchcloud.server.run.Interrupts;
import io.dispatchcloud.server.serve.PatientOpening;
import io.dispatchcloud.server.serve.Service;
import io.dispatchcloud.server.show.Words;
import io.dispatchcloud.server.store.StoreAddress;
import io.dispatchcloud.server.yaml.Faults;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dispatch serve}. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs the containers of a store until it is stopped.",
      "While another one leads for the same instance set it stands by, and takes over when that"
          + " one ends."
    },
    footer = {
      "",
      "Exit status: 0 it was stopped by TERM, INT or HUP; 1 it could not start; 2 bad input."
    })
final class ServeCommand implements Callable<Integer> {
  private static final int SOMETHING_FAILED = 1;
  private static final int BAD_INPUT = 2;

  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      required = true,
      description =
          "The driver, its parameters, types and settings, and maybe the store: a file as for"
              + " dispatch run. Containers in it are not looked at.")
  private Path file;

  @Mixin private StoreOptions store;

  @Mixin private HttpOptions http;

  @Mixin private EventsOption events;

  @Option(
      names = "--drain",
      description =
          "When asked to stop, lets what runs end and shuts the instances down, and then stops;"
              + " asked again, stops at once. Else instances and what runs there stay, for the"
              + " next one.")
  private boolean drain;

  @Option(
      names = "--log",
      paramLabel = "FILE",
      description = "The log, which is continued; stderr unless given.")
  private @Nullable Path log;

  @Option(
      names = {"-v", "--verbose"},
      description = "Writes more to the log.")
  private boolean verbose;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    try {
      JobFile job = job();
      StoreAddress address = store.address(file);
      Optional<HttpSettings> management = http.settings(file);
      requireLog();
      try (Interrupts interrupts = Interrupts.listen();
          Logs logs = Logs.ofService(log, verbose, err);
          EventLog eventLog = events.open();
          ManagementDesk desk = ManagementDesk.open(management)) {
        logs.headline("serve", job + ", store " + address.url());
        return serve(job, address, interrupts, desk, eventLog);
      }
    } catch (BadInputException e) {
      e.problems().stream().map(Words::clean).forEach(err::println);
      err.flush();
      return BAD_INPUT;
    } catch (IOException e) {
      err.println(Words.clean("--http: " + e.getMessage()));
      err.flush();
      return BAD_INPUT;
    } catch (ControllerException e) {
      err.println(Words.clean("error: " + e.getMessage()));
      err.flush();
      return SOMETHING_FAILED;
    }
  }

  private int serve(
      JobFile job,
      StoreAddress address,
      Interrupts interrupts,
      ManagementDesk desk,
      EventLog eventLog)
      throws BadInputException, ControllerException, InterruptedException {
    AttemptLimits limits =
        new AttemptLimits(
            job.config().get(Settings.MAX_DISPATCH_ATTEMPTS).intValue(),
            job.config().get(Settings.MAX_RETRY_ATTEMPTS).intValue());
    try {
      Optional<JdbcController> store =
          new PatientOpening(() -> address.begin(limits), address::whyNotYet, interrupts).open();
      if (store.isEmpty()) {
        return 0;
      }
      try (JdbcController opened = store.get()) {
        desk.archive().open(opened);
        return new Service(job, opened, drain, interrupts, desk, eventLog).run();
      } finally {
        desk.archive().close();
      }
    } catch (IllegalArgumentException e) {
      throw new BadInputException(file + ": " + e.getMessage());
    }
  }

  private JobFile job() throws BadInputException {
    Faults faults = new Faults(file.toString());
    Optional<JobFile> job = JobFileReader.readConfiguration(file, faults);
    if (job.isEmpty()) {
      throw new BadInputException(faults.lines());
    }
    if (job.get().config().settings().find(Settings.DISPATCH_PRIVATE_KEY).isEmpty()) {
      throw new BadInputException(
          file
              + ": dispatchPrivateKey: nothing given; expected file:KEY, a private key that the"
              + " next dispatcher can log in with, too. One is made by:"
              + " ssh-keygen -q -t ed25519 -N '' -f KEY");
    }
    return job.get();
  }

  private void requireLog() throws BadInputException {
    if (log == null) {
      return;
    }
    Path folder = log.toAbsolutePath().getParent();
    boolean usable =
        Files.exists(log)
            ? Files.isRegularFile(log) && Files.isWritable(log)
            : folder != null && Files.isDirectory(folder) && Files.isWritable(folder);
    if (!usable) {
      throw new BadInputException("--log: '" + log + "'; expected a file that can be written to");
    }
  }
}
