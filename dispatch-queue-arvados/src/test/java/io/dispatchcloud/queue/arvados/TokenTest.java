package io.dispatchcloud.queue.arvados;

import static io.dispatchcloud.queue.arvados.Bench.T1;
import static io.dispatchcloud.queue.arvados.Bench.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.api.queue.Page;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The token goes to the configured server, and nowhere else. */
class TokenTest {
  private static String traceOf(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }

  private static void showsNoToken(Throwable failure) {
    assertThat(traceOf(failure)).doesNotContain(FakeArvados.SECRET);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(ints = {301, 302, 303, 307, 308})
  @DisplayName("QUEUE-1 redirects are refused: another host never sees the token")
  void redirects(int status) throws Exception {
    try (Bench bench = new Bench();
        FakeArvados elsewhere = new FakeArvados()) {
      Owner owner = bench.owner();
      bench.server.add(1, 1, T1);
      FakeArvados.Script redirect =
          exchange -> {
            exchange
                .getResponseHeaders()
                .add("Location", elsewhere.url() + exchange.getRequestURI());
            FakeArvados.reply(exchange, status, "");
          };
      bench.server.next(redirect);
      assertThatThrownBy(() -> bench.store.queued(Page.FIRST))
          .isInstanceOf(ControllerException.class)
          .hasMessageContaining("answered " + status + ", which is not followed")
          .satisfies(TokenTest::showsNoToken);
      bench.server.next(redirect);
      assertThatThrownBy(() -> bench.store.lock(owner, id(1)))
          .isInstanceOf(ControllerException.class);
      assertThat(elsewhere.seen()).isEmpty();
    }
  }

  @Test
  @DisplayName("QUEUE-1 what a server says back of the token is masked in failures")
  void echoed() throws Exception {
    try (Bench bench = new Bench()) {
      bench.server.nextError(403, "the token " + FakeArvados.TOKEN + " may not do that");
      assertThatThrownBy(() -> bench.store.queued(Page.FIRST))
          .hasMessageContaining("the token **** may not do that")
          .satisfies(TokenTest::showsNoToken);
      bench.server.nextError(500, "bad secret " + FakeArvados.SECRET);
      assertThatThrownBy(() -> bench.store.queued(Page.FIRST))
          .hasMessageContaining("bad secret ****")
          .satisfies(TokenTest::showsNoToken);
      for (String text :
          List.of(
              "{\"items\": " + FakeArvados.SECRET,
              "{\"items\": \"" + FakeArvados.SECRET + "\"}",
              "{\"items\": [{\"uuid\": \"" + FakeArvados.SECRET + "\"}]}",
              "\"" + FakeArvados.TOKEN + "\"")) {
        bench.server.nextText(200, text);
        assertThatThrownBy(() -> bench.store.queued(Page.FIRST))
            .isInstanceOf(BadAnswerException.class)
            .satisfies(TokenTest::showsNoToken);
      }
      assertThat(bench.log.lines()).noneMatch(line -> line.contains(FakeArvados.SECRET));
    }
  }

  @Test
  @DisplayName("QUEUE-1 the answer about the token, which has it in clear, shows in no failure")
  void currentToken() throws Exception {
    try (Bench bench = new Bench()) {
      for (String text :
          List.of(
              "{\"api_token\": \"" + FakeArvados.SECRET + "\"",
              "{\"api_token\": \"" + FakeArvados.SECRET + "\"}",
              "{\"uuid\": \"" + FakeArvados.SECRET + "\"}",
              "{\"uuid\": 7, \"api_token\": \"" + FakeArvados.SECRET + "\"}")) {
        bench.server.nextText(200, text);
        assertThatThrownBy(bench::owner)
            .isInstanceOf(BadAnswerException.class)
            .satisfies(TokenTest::showsNoToken);
      }
    }
  }

  @Test
  @DisplayName("QUEUE-1 what is not even HTTP is a failure without the token in it")
  void notHttp() throws Exception {
    try (Bench bench = new Bench();
        RawServer server = new RawServer("You said Bearer " + FakeArvados.TOKEN + "\r\n\r\n")) {
      assertThatThrownBy(() -> bench.open(Map.of("url", server.url(), "token", FakeArvados.TOKEN)))
          .isInstanceOf(ControllerException.class)
          .hasMessageContaining("You said Bearer ****")
          .satisfies(TokenTest::showsNoToken);
    }
  }

  @Test
  @DisplayName("QUEUE-1 neither the parameters nor what they make show the token")
  void toStrings() throws Exception {
    try (Bench bench = new Bench()) {
      Map<String, Object> raw = Map.of("url", bench.server.url(), "token", FakeArvados.TOKEN);
      assertThat(bench.context(raw).toString()).doesNotContain(FakeArvados.SECRET);
      assertThat(Settings.read(bench.context(raw).parameters()).toString())
          .doesNotContain(FakeArvados.SECRET);
      assertThat(bench.store.toString()).doesNotContain(FakeArvados.SECRET);
    }
  }

  @Test
  @DisplayName(
      "QUEUE-1 a token that the server refuses fails the opening, and says what was expected")
  void refused() throws Exception {
    try (Bench bench = new Bench()) {
      assertThatThrownBy(
              () -> bench.open(Map.of("url", bench.server.url(), "token", "v2/x/hidden")))
          .isInstanceOf(ControllerException.class)
          .hasMessageContaining("answered 401")
          .hasMessageContaining("expected a token that is valid and not expired")
          .satisfies(failure -> assertThat(traceOf(failure)).doesNotContain("hidden"));
    }
  }

  @Test
  @DisplayName("QUEUE-1 the token may come from a file")
  void fromFile(@TempDir Path directory) throws Exception {
    try (Bench bench = new Bench()) {
      Path file = Files.writeString(directory.resolve("token"), FakeArvados.TOKEN + "\n");
      bench.open(Map.of("url", bench.server.url(), "tokenFile", file.toString())).close();
    }
  }
}
