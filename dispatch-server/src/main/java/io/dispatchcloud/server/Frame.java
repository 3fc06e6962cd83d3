package io.dispatchcloud.server;

import io.dispatchcloud.server.show.Ticker;
import io.dispatchcloud.server.show.Words;
import java.io.PrintWriter;
import java.time.InstantSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What commands have in common that take long: where they tell what, and how they refuse input. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
final class Frame {
  private static final int BAD_INPUT = 2;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--no-progress", description = "Says nothing while it runs or waits.")
  private boolean noProgress;

  /** What a command does. */
  interface Work {
    /** Gives the exit status. */
    int run() throws BadInputException, InterruptedException;
  }

  /** Does it; complains if the input turns out to be bad. */
  int orRefuse(Work work) throws InterruptedException {
    try {
      return work.run();
    } catch (BadInputException e) {
      e.problems().stream().map(Words::clean).forEach(err()::println);
      err().flush();
      return BAD_INPUT;
    }
  }

  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  PrintWriter err() {
    return spec.commandLine().getErr();
  }

  Ticker ticker(InstantSource clock) {
    return new Ticker(err(), !noProgress, clock);
  }
}
