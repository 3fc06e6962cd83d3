package io.dispatchcloud.benchmarks;

import io.dispatchcloud.core.scheduler.Series;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The benchmarks as a whole: only what there is. */
@SuppressWarnings({"NullAway.Init", "unused"}) // picocli sets the fields before it calls
@Command(
    name = "run",
    description =
        "Measures the mapper, the store, the management API, and what containers and instances take of the memory.",
    subcommands = {
      PassCommand.class,
      GrowthCommand.class,
      FenzoCommand.class,
      MemoryCommand.class,
      HeapCommand.class,
      StoreCommand.class,
      ApiCommand.class,
      CommandLine.HelpCommand.class
    },
    footer = {
      "",
      "DISPATCH_BENCHMARKS_JAVA_OPTIONS has options for java instead of the usual ones.",
      "Exit status: 0 all went well; 1 something failed; 2 wrong usage."
    })
final class BenchmarksCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private HelpOption help;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Which command? There are: pass, growth, fenzo, memory, heap, store, api, jmh");
  }

  static Series series(String text) {
    return Arrays.stream(Series.values())
        .filter(series -> series.word().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'"
                        + text
                        + "'; expected one of "
                        + Arrays.stream(Series.values())
                            .map(Series::word)
                            .collect(Collectors.joining(", "))));
  }
}
