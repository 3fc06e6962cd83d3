package io.dispatchcloud.benchmarks;

import io.dispatchcloud.core.scheduler.Series;
import picocli.CommandLine;

/** The entry of the benchmarks. */
public final class Main {
  private Main() {}

  /**
   * Runs a command and ends the process: with 0, 1 if something failed, or 2 for wrong usage.
   *
   * @param arguments the command line
   */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    // JMH knows its own options.
    CommandLine jmh =
        new CommandLine(new JmhCommand()).setUnmatchedOptionsArePositionalParams(true);
    return new CommandLine(new BenchmarksCommand())
        .addSubcommand(jmh)
        .registerConverter(Amount.class, Amount::parse)
        .registerConverter(Series.class, BenchmarksCommand::series);
  }
}
