package io.dispatchcloud.server;

import io.dispatchcloud.server.show.Words;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Map;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** The program's entry. */
public final class Main {
  private static final int SOMETHING_FAILED = 1;

  private Main() {}

  /**
   * Runs the program and ends the process with its exit status.
   *
   * @param arguments the command line
   */
  public static void main(String[] arguments) {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) ->
            LoggerFactory.getLogger(Main.class)
                .error("The thread {} ended by itself", thread.getName(), failure));
    System.exit(run(commandLine(), arguments));
  }

  /** Whatever goes wrong: one line, and the status of something that failed. */
  static int run(CommandLine commandLine, String... arguments) {
    try {
      return commandLine.execute(arguments);
    } catch (Error e) {
      return tell(commandLine, e);
    }
  }

  private static int tell(CommandLine commandLine, Throwable failure) {
    commandLine
        .getErr()
        .println("dispatch: something went wrong here: " + Words.clean(failure.toString()));
    commandLine.getErr().flush();
    return SOMETHING_FAILED;
  }

  /** As picocli does it, but without what a terminal would obey. */
  private static int refuse(CommandLine.ParameterException failure) {
    CommandLine refused = failure.getCommandLine();
    PrintWriter err = refused.getErr();
    err.println(Words.clean(String.valueOf(failure.getMessage())));
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(failure, err)) {
      refused.usage(err);
    }
    err.flush();
    return refused.getCommandSpec().exitCodeOnInvalidInput();
  }

  /** Java 17 has one charset for all that the system hands out. */
  private static Charset stdoutCharset() {
    return Charset.forName(System.getProperty("stdout.encoding", Charset.defaultCharset().name()));
  }

  static CommandLine commandLine() {
    return commandLine(System.getenv());
  }

  /** The command line of a process with that environment. */
  static CommandLine commandLine(Map<String, String> environment) {
    return commandLine(environment, new TerminalOperator());
  }

  /** The command line of a process that somebody uses there. */
  static CommandLine commandLine(Map<String, String> environment, Operator operator) {
    CommandLine commandLine =
        new CommandLine(new DispatchCommand(), new Parts(environment, operator));
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setParameterExceptionHandler((failure, parsed) -> refuse(failure));
    // Unlike picocli's own, it can be asked whether stdout took all.
    commandLine.setOut(new PrintWriter(System.out, true, stdoutCharset()));
    commandLine.setExecutionExceptionHandler((failure, failed, parsed) -> tell(failed, failure));
    return commandLine;
  }

  /** Makes commands, and tells those that want to know it about the environment. */
  private static final class Parts implements CommandLine.IFactory {
    private final CommandLine.IFactory others = CommandLine.defaultFactory();
    private final Map<String, String> environment;
    private final Operator operator;

    Parts(Map<String, String> environment, Operator operator) {
      this.environment = environment;
      this.operator = operator;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
      if (type == StoreOptions.class) {
        return type.cast(new StoreOptions(environment));
      }
      if (type == ManagementOptions.class) {
        return type.cast(new ManagementOptions(environment, operator));
      }
      return type == HttpOptions.class
          ? type.cast(new HttpOptions(environment))
          : others.create(type);
    }
  }
}
