package io.dispatchcloud.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatchcloud.api.config.Secret;
import io.dispatchcloud.server.remote.ManagementClient;
import io.dispatchcloud.server.remote.ServerException;
import io.dispatchcloud.server.show.FileTrouble;
import io.dispatchcloud.server.show.Words;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** What commands have in common that ask a dispatcher that runs, or tell it to do something. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
final class ManagementOptions {
  static final String URL_VARIABLE = "DISPATCH_MANAGEMENT_URL";
  static final String TOKEN_VARIABLE = HttpOptions.TOKEN_VARIABLE;
  static final String DEFAULT_URL = "http://127.0.0.1:8080";
  static final int FAILED = 1;
  static final int BAD_INPUT = 2;
  static final int UNREACHABLE = 3;

  private final Map<String, String> environment;
  private final Operator operator;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--server",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description =
          "Where the dispatcher's management API is; else DISPATCH_MANAGEMENT_URL, else "
              + DEFAULT_URL
              + ". Other machines are reached over https alone.")
  private @Nullable String server;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description =
          "A file whose first line is the dispatcher's token; else DISPATCH_MANAGEMENT_TOKEN. Never"
              + " on the command line.")
  private @Nullable Path tokenFile;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Certificates in PEM form whom to trust, instead of the system's.")
  private @Nullable Path authorities;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Prints the answer as JSON, on one line.")
  private boolean json;

  /** What a command does with the server. */
  interface Work {
    /** Gives the exit status. */
    int run(ManagementClient server)
        throws ServerException, BadInputException, InterruptedException;
  }

  ManagementOptions(Map<String, String> environment, Operator operator) {
    this.environment = environment;
    this.operator = operator;
  }

  /** Does it; one line for what goes wrong. */
  int run(Work work) throws InterruptedException {
    int status;
    try {
      status = work.run(client());
    } catch (BadInputException e) {
      e.problems().forEach(this::complain);
      return BAD_INPUT;
    } catch (ServerException e) {
      complain("error: " + e.getMessage());
      return statusOf(e);
    }
    out().flush();
    if (outFails()) {
      complain("error: stdout can't be written to");
      return Math.max(FAILED, status);
    }
    return status;
  }

  static int statusOf(ServerException e) {
    return switch (e.kind()) {
      case UNREACHABLE -> UNREACHABLE;
      case BAD_INPUT -> BAD_INPUT;
      case REFUSED, NOT_FOUND -> FAILED;
    };
  }

  private ManagementClient client() throws BadInputException {
    String fromEnvironment = environment.getOrDefault(URL_VARIABLE, "");
    String where = server != null ? "--server" : URL_VARIABLE;
    String address = server != null ? server : fromEnvironment;
    Secret token = token();
    try {
      return ManagementClient.of(address.isEmpty() ? DEFAULT_URL : address, token, authorities);
    } catch (IllegalArgumentException e) {
      throw new BadInputException(where + ": " + e.getMessage());
    } catch (IOException e) {
      throw new BadInputException(
          "--ca: '" + authorities + "'; expected a file of certificates: " + FileTrouble.words(e));
    }
  }

  private Secret token() throws BadInputException {
    String token = environment.getOrDefault(TOKEN_VARIABLE, "");
    String where = TOKEN_VARIABLE;
    if (tokenFile != null) {
      where = "--token-file: '" + tokenFile + "'";
      try {
        List<String> lines = Files.readAllLines(tokenFile);
        token = lines.isEmpty() ? "" : lines.get(0).strip();
      } catch (IOException e) {
        throw new BadInputException(
            where + "; expected a file with the token: " + FileTrouble.words(e));
      }
    }
    if (token.isEmpty()) {
      throw new BadInputException(
          (tokenFile == null ? "--token-file: nothing given" : where + " has no token")
              + "; expected a file whose first line is the dispatcher's token, or the token in the"
              + " environment variable "
              + TOKEN_VARIABLE);
    }
    if (!token.matches("[!-~]{1,4096}")) {
      throw new BadInputException(where + ": a text, not shown here; expected a token in ASCII");
    }
    return Secret.of(token);
  }

  boolean json() {
    return json;
  }

  Operator operator() {
    return operator;
  }

  /** Whether what is said reaches nobody any more. */
  boolean outFails() {
    return out().checkError();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** A line on stderr. */
  void complain(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(Words.clean(line));
    err.flush();
  }

  /** Part of a line on stderr. */
  void ask(String question) {
    PrintWriter err = spec.commandLine().getErr();
    err.print(Words.clean(question));
    err.flush();
  }

  /** A line on stdout, without what a terminal would obey. */
  void say(String line) {
    out().println(Words.clean(line));
    out().flush();
  }

  /** A JSON document on stdout, on a line of its own. */
  void answer(JsonNode document) {
    out().println(document);
    out().flush();
  }
}
