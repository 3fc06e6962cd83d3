package io.dispatchcloud.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.server.http.HttpSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

@DisplayName("CONF http")
class HttpOptionsTest {
  private static final String TOKEN = "0123456789abcdef";

  @TempDir private Path folder;

  private Optional<HttpSettings> read(String yaml, Map<String, String> environment, String... words)
      throws IOException, BadInputException {
    Path file = Files.writeString(folder.resolve("job.yaml"), yaml + "\n");
    HttpOptions options = new HttpOptions(environment);
    CommandLine commandLine = new CommandLine(CommandLine.Model.CommandSpec.create());
    commandLine.addMixin("http", options);
    commandLine.parseArgs(words);
    return options.settings(file);
  }

  private static String token(Optional<HttpSettings> settings) {
    return settings.orElseThrow().token().reveal();
  }

  @Test
  @DisplayName("is off unless somebody says where")
  void off() throws Exception {
    assertThat(read("driver: local", Map.of("DISPATCH_MANAGEMENT_TOKEN", TOKEN))).isEmpty();
    assertThat(read("http: { token: " + TOKEN + " }", Map.of())).isEmpty();
  }

  @Test
  @DisplayName("is where the command line says, else the file")
  void where() throws Exception {
    String yaml = "http: { listen: 'localhost:8080' }";
    assertThat(read(yaml, Map.of()).orElseThrow().port()).isEqualTo(8080);
    assertThat(read(yaml, Map.of(), "--http", "[::1]:0").orElseThrow().host()).isEqualTo("::1");
  }

  @Test
  @DisplayName(
      "takes the token from the file, from a file that it names, else from the environment")
  void token() throws Exception {
    Map<String, String> environment = Map.of("DISPATCH_MANAGEMENT_TOKEN", "of-the-environment");
    String listen = "http: { listen: 'localhost:0'";
    assertThat(token(read(listen + " }", environment))).isEqualTo("of-the-environment");
    assertThat(token(read(listen + ", token: " + TOKEN + " }", environment))).isEqualTo(TOKEN);
    Files.writeString(folder.resolve("secret"), "of-the-file-itself\n");
    assertThat(token(read(listen + ", token: 'file:secret' }", environment)))
        .isEqualTo("of-the-file-itself");
    assertThat(read(listen + " }", Map.of()).orElseThrow().token()).isNull();
  }

  @Test
  @DisplayName("takes other addresses with certificate and key, relative to the file")
  void tls() throws Exception {
    HttpSettings settings =
        read("http: { listen: '0.0.0.0:443', tls: { certificate: cert.pem, key: /k } }", Map.of())
            .orElseThrow();
    assertThat(settings.tls())
        .isEqualTo(new HttpSettings.TlsFiles(folder.resolve("cert.pem"), Path.of("/k")));
  }

  @ParameterizedTest
  @DisplayName("refuses what it can't use, with its name and the way out, and shows no token")
  @CsvSource(
      delimiter = '|',
      value = {
        "http: { listen: 'nowhere' } | http.listen: 'nowhere'; expected HOST:PORT",
        "http: { listen: '0.0.0.0:80' } | http.tls",
        "http: { listen: 'localhost:0', token: hush } | http.token: a text, not shown here",
        "http: { listen: 'localhost:0', token: 'file:none' } | file:",
        "http: { listen: 'localhost:0', tokens: hush } | http.tokens: an unknown key",
        "http: { tls: { certificate: c } } | http.tls.key",
        "http: { tls: { certificate: c, key: k, more: m } } | http.tls.more",
        "http: yes | http"
      })
  void refused(String yaml, String complaint) {
    assertThatThrownBy(() -> read(yaml, Map.of()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(complaint)
        .hasMessageNotContaining("hush");
  }

  @Test
  @DisplayName("refuses a token of the environment that anyone could guess")
  void weakToken() {
    assertThatThrownBy(
            () ->
                read(
                    "http: { listen: 'localhost:0' }", Map.of("DISPATCH_MANAGEMENT_TOKEN", "hush")))
        .hasMessageContaining("DISPATCH_MANAGEMENT_TOKEN: a text, not shown here; expected 16 to")
        .hasMessageNotContaining("hush");
  }
}
