package io.dispatchcloud.benchmarks;

import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code run api}. */
@SuppressWarnings({"NullAway.Init", "unused"}) // picocli sets the fields before it calls
@Command(
    name = "api",
    description = {
      "Asks a management API that is served already, by \"dispatch simulate --http\", say, as pages"
          + " and programs do.",
      "First it only watches for a while, then it asks. Prints a line of JSON: for each kind of"
          + " request how many, the median, 99th percentile and longest in milliseconds, and the"
          + " kilobytes of an answer; for the streams events and kilobytes a second; and how much of"
          + " the dispatcher's time went by in a second, unasked and asked.",
      "The token is that of DISPATCH_MANAGEMENT_TOKEN."
    })
final class ApiCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private HelpOption help;

  @Option(
      names = "--server",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:8080",
      description = "Where it is served. Default: ${DEFAULT-VALUE}.")
  private URI server;

  @Option(
      names = "--seconds",
      paramLabel = "T",
      defaultValue = "60",
      description = "How long it watches, and then asks. Default: ${DEFAULT-VALUE}.")
  private Amount seconds;

  @Option(
      names = "--rate",
      paramLabel = "R",
      defaultValue = "40",
      description =
          "Requests a second, of all kinds in turn; a server allows 50. Default: ${DEFAULT-VALUE}.")
  private Amount rate;

  @Option(
      names = "--streams",
      paramLabel = "S",
      defaultValue = "10",
      description =
          "How many pages read along: each a stream of what changes, and one of events. Default:"
              + " ${DEFAULT-VALUE}.")
  private Amount streams;

  @Override
  public void run() {
    String token =
        Optional.ofNullable(System.getenv("DISPATCH_MANAGEMENT_TOKEN"))
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(), "DISPATCH_MANAGEMENT_TOKEN: nothing there"));
    try (ApiLoad load = new ApiLoad(server, token)) {
      String line = load.json(seconds.value(), rate.value(), streams.value());
      spec.commandLine().getOut().println(line);
      spec.commandLine().getOut().flush();
    } catch (Exception e) {
      throw new IllegalStateException("the API could not be measured: " + e.getMessage(), e);
    }
  }
}
