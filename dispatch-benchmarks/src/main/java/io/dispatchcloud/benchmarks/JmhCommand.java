package io.dispatchcloud.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code run jmh}. */
@Command(
    name = "jmh",
    description = "Runs JMH; what follows is for JMH, -h too. Without anything: all benchmarks.")
final class JmhCommand implements Callable<Integer> {
  @Parameters(arity = "0..*", paramLabel = "ARGUMENT", description = "Arguments of JMH.")
  private List<String> arguments = List.of();

  @Override
  public Integer call() throws IOException {
    // It ends the process itself if something fails.
    org.openjdk.jmh.Main.main(arguments.toArray(String[]::new));
    return 0;
  }
}
