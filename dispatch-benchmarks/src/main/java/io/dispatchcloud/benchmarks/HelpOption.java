package io.dispatchcloud.benchmarks;

import picocli.CommandLine.Option;

/** What every command has. */
final class HelpOption {
  @SuppressWarnings("unused") // picocli sets it, and looks at it
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this.")
  private boolean help;
}
