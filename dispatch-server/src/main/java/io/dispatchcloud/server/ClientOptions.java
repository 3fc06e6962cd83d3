package io.dispatchcloud.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.dispatchcloud.api.queue.AttemptLimits;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.queue.jdbc.JdbcController;
import io.dispatchcloud.server.show.Words;
import io.dispatchcloud.server.store.StoreAddress;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What commands have in common that ask the store, or change something there. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
final class ClientOptions {
  static final int FAILED = 1;
  private static final int BAD_INPUT = 2;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Mixin private StoreOptions store;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A file with the key store; nothing else in it is looked at.")
  private @Nullable Path file;

  @Option(names = "--json", description = "Prints the answer as JSON, on one line.")
  private boolean json;

  /** What a command does with the open store. */
  interface Work {
    /** Gives the exit status. */
    int run(JdbcController store)
        throws ControllerException, BadInputException, InterruptedException;
  }

  /** Writes an answer. */
  interface Answer {
    void write(JsonGenerator json) throws IOException;
  }

  /** Does it; one line for what goes wrong. */
  int run(Work work) throws InterruptedException {
    int status;
    try (JdbcController opened = open()) {
      status = work.run(opened);
    } catch (BadInputException e) {
      e.problems().forEach(this::complain);
      return BAD_INPUT;
    } catch (ControllerException e) {
      complain("error: " + e.getMessage());
      return FAILED;
    }
    out().flush();
    if (out().checkError()) {
      complain("error: stdout can't be written to");
      return Math.max(FAILED, status);
    }
    return status;
  }

  private JdbcController open()
      throws BadInputException, ControllerException, InterruptedException {
    StoreAddress address = store.address(file);
    try {
      return address.open(AttemptLimits.DEFAULT);
    } catch (IllegalArgumentException e) {
      throw new BadInputException(String.valueOf(e.getMessage()));
    }
  }

  boolean json() {
    return json;
  }

  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** A line on stderr. */
  void complain(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(Words.clean(line));
    err.flush();
  }

  /** A line on stdout, without what a terminal would obey. */
  void say(String line) {
    out().println(Words.clean(line));
  }

  /** A JSON document on stdout, on a line of its own. */
  void answer(Answer answer) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = new JsonFactory().createGenerator(text)) {
      answer.write(generator);
    } catch (IOException e) {
      throw new UncheckedIOException("a writer in memory fails", e);
    }
    out().println(text);
  }
}
