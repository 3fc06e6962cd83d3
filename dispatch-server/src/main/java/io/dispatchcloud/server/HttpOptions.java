package io.dispatchcloud.server;

import io.dispatchcloud.api.config.Secret;
import io.dispatchcloud.server.http.HttpSettings;
import io.dispatchcloud.server.job.HttpChoice;
import io.dispatchcloud.server.job.HttpReader;
import io.dispatchcloud.server.yaml.Faults;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether, and where, a command can be managed over HTTP. */
final class HttpOptions {
  static final String TOKEN_VARIABLE = "DISPATCH_MANAGEMENT_TOKEN";

  private final Map<String, String> environment;

  @Option(
      names = "--http",
      paramLabel = "HOST:PORT",
      description = {
        "Serves the management interface and its page there: 127.0.0.1:8080, say; port 0 for any."
            + " Unless given, what the file's key http.listen says, else nowhere.",
        "Those who use it need the token of http.token in the file, else of"
            + " DISPATCH_MANAGEMENT_TOKEN. Other machines need http.tls in the file."
      })
  private @Nullable String listen;

  HttpOptions(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * Finds it.
   *
   * @param file a file that may have the key http
   * @return the settings; empty if nobody wants it
   */
  Optional<HttpSettings> settings(Path file) throws BadInputException {
    Faults faults = new Faults(file.toString());
    HttpChoice choice =
        HttpReader.read(file, faults).orElseThrow(() -> new BadInputException(faults.lines()));
    String where = listen == null ? choice.listen() : listen;
    if (where == null) {
      return Optional.empty();
    }
    String name = listen == null ? file + ": http.listen" : "--http";
    try {
      return Optional.of(HttpSettings.of(where, token(choice, file), tls(choice)));
    } catch (IllegalArgumentException e) {
      throw new BadInputException(name + ": " + e.getMessage());
    }
  }

  private @Nullable Secret token(HttpChoice choice, Path file) throws BadInputException {
    String there = environment.getOrDefault(TOKEN_VARIABLE, "");
    Secret token = choice.token() != null || there.isEmpty() ? choice.token() : Secret.of(there);
    if (token != null && !HttpSettings.isToken(token)) {
      String name = choice.token() == null ? TOKEN_VARIABLE : file + ": http.token";
      throw new BadInputException(
          name + ": a text, not shown here; expected " + HttpSettings.TOKEN_FORM);
    }
    return token;
  }

  private static HttpSettings.@Nullable TlsFiles tls(HttpChoice choice) {
    return choice.certificate() == null || choice.key() == null
        ? null
        : new HttpSettings.TlsFiles(choice.certificate(), choice.key());
  }
}
