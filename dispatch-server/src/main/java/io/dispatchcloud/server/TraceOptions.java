package io.dispatchcloud.server;

import io.dispatchcloud.api.config.Quantities;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.server.show.FileTrouble;
import io.dispatchcloud.test.sim.trace.Trace;
import io.dispatchcloud.test.sim.trace.TraceException;
import io.dispatchcloud.test.sim.trace.TraceRules;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which trace {@code dispatch simulate} takes its containers from. */
final class TraceOptions {
  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description = {
        "Takes the containers from a trace: FILE.swf in the Standard Workload Format, or FILE.csv"
            + " with the columns of the openb trace. Those that no type is large enough for are"
            + " left out."
      })
  private @Nullable Path file;

  @Option(
      names = "--trace-from",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Leaves out what came before this time of the trace: 116d, say.")
  private @Nullable Duration from;

  @Option(
      names = "--longest-run",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Ends what ran longer in the trace after this time.")
  private @Nullable Duration longestRun;

  @Option(
      names = "--unknown-run",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description =
          "How long those run of which the trace does not tell; without this, they are left out.")
  private @Nullable Duration unknownRun;

  boolean given() {
    return file != null;
  }

  /** Complains about rules without a trace. */
  Optional<String> problem() {
    boolean rules = from != null || longestRun != null || unknownRun != null;
    return rules && !given()
        ? Optional.of(
            "--trace: nothing given; expected a trace for --trace-from, --longest-run and"
                + " --unknown-run")
        : Optional.empty();
  }

  /**
   * Reads the trace.
   *
   * @param most how many containers at the most; null for all
   */
  Trace read(@Nullable Integer most, boolean preemptible, Predicate<ContainerSpec> fits)
      throws BadInputException {
    if (file == null) {
      throw new IllegalStateException("no trace was given");
    }
    try {
      TraceRules rules = TraceRules.ALL.preemptible(preemptible).only(fits);
      rules = most == null ? rules : rules.most(most);
      rules = from == null ? rules : rules.from(from);
      rules = longestRun == null ? rules : rules.longestRun(longestRun);
      rules = unknownRun == null ? rules : rules.unknownRun(unknownRun);
      Trace trace = Trace.read(file, rules);
      if (trace.containers().isEmpty()) {
        throw new BadInputException(
            file + ": no container; expected some that a type is large enough for");
      }
      return trace;
    } catch (IOException e) {
      throw new BadInputException(
          "--trace: '" + file + "'; expected a file that can be read: " + FileTrouble.words(e));
    } catch (TraceException | IllegalArgumentException e) {
      throw new BadInputException(String.valueOf(e.getMessage()));
    }
  }

  /** What is read. */
  Optional<Path> input() {
    return Optional.ofNullable(file);
  }

  /** The options again, for a command that does the same. */
  List<String> words() {
    List<String> words = new ArrayList<>();
    if (file != null) {
      words.addAll(List.of("--trace", file.toString()));
    }
    add(words, "--trace-from", from);
    add(words, "--longest-run", longestRun);
    add(words, "--unknown-run", unknownRun);
    return words;
  }

  private static void add(List<String> words, String name, @Nullable Duration time) {
    if (time != null) {
      words.addAll(List.of(name, Quantities.format(time)));
    }
  }
}
