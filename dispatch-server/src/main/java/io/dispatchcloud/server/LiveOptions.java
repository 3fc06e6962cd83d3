package io.dispatchcloud.server;

import io.dispatchcloud.api.config.Secret;
import io.dispatchcloud.server.http.HttpSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether a simulation goes on in the time of a clock, to be looked at and operated. */
final class LiveOptions {
  @Option(
      names = "--http",
      paramLabel = "HOST:PORT",
      description = {
        "Lets the simulation go on at --speed, and serves the management interface and its page"
            + " there meanwhile: 127.0.0.1:8080, say; port 0 for any. Ends with the simulation, or"
            + " when interrupted.",
        "Those who use it need the token of DISPATCH_MANAGEMENT_TOKEN."
      })
  private @Nullable String listen;

  @Option(
      names = "--speed",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "With --http: how many of its seconds go by in a second, at the most: ${DEFAULT-VALUE}.")
  private double speed;

  boolean given() {
    return listen != null;
  }

  double speed() {
    return speed;
  }

  /** What is wrong with these, or does not go with other options. */
  List<String> problems(int seeds, boolean files) {
    List<String> problems = new ArrayList<>();
    if (!(speed > 0) || Double.isInfinite(speed)) {
      problems.add("--speed: '" + speed + "'; expected a number above 0");
    }
    if (listen == null && speed != 1) {
      problems.add("--speed: '" + speed + "'; expected only with --http");
    }
    if (listen != null && seeds > 1) {
      problems.add("--seeds: '" + seeds + "'; expected a single seed with --http");
    }
    if (listen != null && files) {
      problems.add("--http: '" + listen + "'; expected without --events, --plot and --json");
    }
    return problems;
  }

  HttpSettings settings() throws BadInputException {
    Secret token =
        Optional.ofNullable(System.getenv(HttpOptions.TOKEN_VARIABLE))
            .filter(text -> !text.isEmpty())
            .map(Secret::of)
            .orElse(null);
    try {
      return HttpSettings.of(String.valueOf(listen), token, null);
    } catch (IllegalArgumentException e) {
      throw new BadInputException("--http: " + e.getMessage());
    }
  }
}
