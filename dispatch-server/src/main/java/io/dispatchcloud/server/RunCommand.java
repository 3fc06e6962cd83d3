package io.dispatchcloud.server;

import io.dispatchcloud.server.events.EventLog;
import io.dispatchcloud.server.http.HttpSettings;
import io.dispatchcloud.server.http.ManagementDesk;
import io.dispatchcloud.server.job.JobFile;
import io.dispatchcloud.server.job.JobFileReader;
import io.dispatchcloud.server.run.Interrupts;
import io.dispatchcloud.server.run.JobRunner;
import io.dispatchcloud.server.run.OutputFolder;
import io.dispatchcloud.server.run.UnfinishedRunException;
import io.dispatchcloud.server.show.Progress;
import io.dispatchcloud.server.show.Words;
import io.dispatchcloud.server.yaml.Faults;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dispatch run FILE}. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Runs all containers of a file, and ends when they have.",
      "Run again after a crash, with the same FILE and DIR, it goes on where it was."
    })
final class RunCommand implements Callable<Integer> {
  private static final int BAD_INPUT = 2;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "What to run, and on what, in YAML.")
  private Path file;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      defaultValue = "dispatch-output",
      description = "Where stdout and stderr of each container go, and the log: ${DEFAULT-VALUE}.")
  private Path output;

  @Option(
      names = "--force",
      description = "Writes to DIR even if it holds files that no earlier run made.")
  private boolean force;

  @Option(
      names = "--anew",
      description =
          "Begins anew even if the earlier run in DIR did not come to its end. Else that one is"
              + " gone on with.")
  private boolean anew;

  @Option(
      names = {"-v", "--verbose"},
      description = "Writes more to the log.")
  private boolean verbose;

  @Option(names = "--no-progress", description = "Shows neither bar nor lines while it runs.")
  private boolean noProgress;

  @Mixin private HttpOptions http;
  @Mixin private EventsOption events;

  @Override
  public Integer call() throws InterruptedException {
    InstantSource clock = InstantSource.system();
    PrintWriter err = spec.commandLine().getErr();
    Faults faults = new Faults(file.toString());
    Optional<JobFile> job = JobFileReader.read(file, OutputFolder.RESERVED, faults);
    List<String> problems = new ArrayList<>(faults.lines());
    OutputFolder.problem(output, force).map(this::outputProblem).ifPresent(problems::add);
    if (!problems.isEmpty() || job.isEmpty()) {
      return refuse(problems);
    }
    Optional<HttpSettings> management;
    try {
      management = http.settings(file);
    } catch (BadInputException e) {
      return refuse(e.problems());
    }
    Progress progress = Progress.choose(err, !noProgress, clock);
    try (OutputFolder folder = OutputFolder.open(output);
        Interrupts interrupts = Interrupts.listen();
        Logs logs = Logs.open(folder.log(), verbose, progress::note);
        EventLog eventLog = events.open();
        ManagementDesk desk = desk(management)) {
      logs.headline("run", job.get());
      PrintWriter out = spec.commandLine().getOut();
      return new JobRunner(folder, progress, interrupts, out, clock, desk, eventLog)
          .run(job.get(), anew);
    } catch (BadInputException e) {
      return refuse(e.problems());
    } catch (UnfinishedRunException e) {
      return refuse(List.of("--output: '" + output + "': " + e.getMessage()));
    } catch (IOException e) {
      return refuse(List.of(outputProblem(String.valueOf(e.getMessage()))));
    } catch (IllegalArgumentException e) {
      return refuse(List.of(file + ": " + e.getMessage()));
    } finally {
      progress.end();
    }
  }

  private static ManagementDesk desk(Optional<HttpSettings> management) throws BadInputException {
    try {
      return ManagementDesk.open(management);
    } catch (IOException e) {
      throw new BadInputException("--http: " + e.getMessage());
    }
  }

  private String outputProblem(String why) {
    return "--output: '" + output + "'; expected a folder that can be written to: " + why;
  }

  private int refuse(List<String> problems) {
    problems.stream().map(Words::clean).forEach(spec.commandLine().getErr()::println);
    spec.commandLine().getErr().flush();
    return BAD_INPUT;
  }
}
