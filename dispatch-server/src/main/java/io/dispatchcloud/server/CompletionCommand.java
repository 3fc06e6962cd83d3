package io.dispatchcloud.server;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the shell's completion script. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description =
        "Prints a completion script for bash and zsh; use it by: source <(dispatch completion)")
final class CompletionCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().getOut().println(AutoComplete.bash("dispatch", spec.root().commandLine()));
    spec.commandLine().getOut().flush();
  }
}
