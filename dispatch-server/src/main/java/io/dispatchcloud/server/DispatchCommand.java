package io.dispatchcloud.server;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program as a whole: only what it can do. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
@Command(
    name = "dispatch",
    description = "Runs queued containers on cloud VMs, or on this machine.",
    mixinStandardHelpOptions = true,
    versionProvider = DispatchCommand.Version.class,
    subcommands = {
      RunCommand.class,
      ServeCommand.class,
      SubmitCommand.class,
      ListCommand.class,
      ShowCommand.class,
      LogsCommand.class,
      WaitCommand.class,
      CancelCommand.class,
      HoldCommand.class,
      ReleaseCommand.class,
      PriorityCommand.class,
      TopCommand.class,
      InstancesCommand.class,
      ContainersCommand.class,
      ExplainCommand.class,
      CostCommand.class,
      SimulateCommand.class,
      CloudTestCommand.class,
      TypesCommand.class,
      CompletionCommand.class,
      CommandLine.HelpCommand.class
    },
    footer = {
      "",
      "Exit status: 0 all went well; 1 something failed; 2 wrong usage or a bad file;",
      "3 no active dispatcher was reached, or a wait's time was over; 128 and a signal's",
      "number if a signal stopped it."
    })
final class DispatchCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Which command? There are: run, serve, submit, list, show, logs, wait, cancel, hold, release,"
            + " priority, top, instances, containers, explain, cost, simulate, cloudtest, types,"
            + " completion");
  }

  /** The version that the jar's manifest has. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = DispatchCommand.class.getPackage().getImplementationVersion();
      return new String[] {"dispatch " + (version == null ? "(not packaged)" : version)};
    }
  }
}
