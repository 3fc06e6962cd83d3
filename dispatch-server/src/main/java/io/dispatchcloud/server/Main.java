package io.dispatchcloud.server;

import picocli.CommandLine;

/** The program's entry. */
public final class Main {
  private Main() {}

  /**
   * Runs the program and ends the process with its exit status.
   *
   * @param arguments the command line
   */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new DispatchCommand());
    commandLine.setExecutionExceptionHandler(
        (failure, failed, parsed) -> {
          failed.getErr().println("dispatch: something went wrong here: " + failure);
          failed.getErr().flush();
          return 1;
        });
    return commandLine;
  }
}
