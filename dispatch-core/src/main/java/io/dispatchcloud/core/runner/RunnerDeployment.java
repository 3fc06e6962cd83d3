package io.dispatchcloud.core.runner;

import io.dispatchcloud.api.executor.Command;
import io.dispatchcloud.api.executor.CommandResult;
import io.dispatchcloud.api.executor.CommandRunner;
import io.dispatchcloud.api.executor.ExecutorException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Brings the runner to an instance (RUN-1). Repeating it is harmless, also several at once: the
 * program gets its name only when it is complete, and a name stands for one content.
 */
final class RunnerDeployment {
  /** What there was to do. */
  public enum Outcome {
    /** The program was there. */
    PRESENT,
    /** It was copied. */
    COPIED
  }

  /**
   * What both commands begin with. {@code refuse} says why and ends; {@code guard} lets pass only a
   * directory that nobody but us can change: who can put a file there can run it as us.
   */
  private static final String GUARD =
      """
      refuse() { echo "refused: $1"; exit 0; }
      guard() {
        [ -O "$1" ] || refuse "directory is not the runner's user's"
        case $(ls -ld "$1/.") in
          ?????w* | ????????w*) refuse "directory can be written by others" ;;
        esac
      }
      matches() { [ "$(sha256sum <"$1" | cut -d ' ' -f 1)" = "$2" ]; }
      """;

  private static final String CHECK =
      GUARD
          + """
          [ -d "$1" ] || { echo absent; exit 0; }
          guard "$1"
          if [ -f "$1/$2" ] && [ -x "$1/$2" ] && matches "$1/$2" "$3"; then
            echo present
          else
            echo absent
          fi
          """;

  /**
   * The directory is made so that others can pass, not look: payloads that run as another user have
   * theirs below it. The mode of the file is set while it is empty.
   */
  private static final String COPY =
      GUARD
          + """
          umask 077
          [ -d "$1" ] || { mkdir -p "$1" && chmod 711 "$1"; } || exit 1
          guard "$1"
          new=$1/.$2.$$
          : >"$new" && chmod 700 "$new" && cat >"$new" || { rm -f "$new"; exit 1; }
          matches "$new" "$3" || { rm -f "$new"; refuse "what arrived is not what was sent"; }
          mv -f "$new" "$1/$2" && echo copied
          """;

  private final RunnerSettings settings;
  private final RunnerProgram program;

  /**
   * Made for the instances of one set.
   *
   * @param settings where the runner goes
   * @param program the runner
   */
  public RunnerDeployment(RunnerSettings settings, RunnerProgram program) {
    this.settings = settings;
    this.program = program;
  }

  /**
   * Makes sure that the runner is there. Blocks while its commands run.
   *
   * @param instance what runs commands on the instance
   * @return what there was to do
   * @throws RunnerProtocolException if it can't be done there, or it is not known whether it was
   * @throws ExecutorException if no command could be started there
   * @throws InterruptedException if this thread was interrupted
   */
  public Outcome deploy(CommandRunner instance)
      throws RunnerProtocolException, ExecutorException, InterruptedException {
    String found = answer(instance.run(command(CHECK)));
    if (found.equals("present")) {
      return Outcome.PRESENT;
    }
    if (!found.equals("absent")) {
      throw failure(found);
    }
    String done = answer(instance.run(command(COPY).withStdin(program.bytes())));
    if (!done.equals("copied")) {
      throw failure(done);
    }
    return Outcome.COPIED;
  }

  private Command command(String script) {
    String words =
        Stream.of(
                "sh",
                "-c",
                script,
                "sh",
                settings.directoryPath(),
                program.fileName(),
                program.sha256())
            .map(ShellQuoting::quote)
            .collect(Collectors.joining(" "));
    return Command.of((settings.sudo() ? "sudo -n " : "") + words);
  }

  private String answer(CommandResult result) throws RunnerProtocolException {
    if (result instanceof CommandResult.Exited exited && exited.status() == 0) {
      return exited.stdout().text().strip();
    }
    if (result instanceof CommandResult.OutcomeUnknown unknown) {
      throw failure(unknown.reason());
    }
    throw failure(result.stderr().text().strip());
  }

  private RunnerProtocolException failure(String why) {
    return new RunnerProtocolException(
        "the runner can't be deployed to " + settings.directory() + ": " + why);
  }
}
