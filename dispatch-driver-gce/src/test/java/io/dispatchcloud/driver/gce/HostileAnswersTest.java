package io.dispatchcloud.driver.gce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import io.dispatchcloud.test.kit.RawHttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("SET-4 what is no answer of Google's is a failure, in bounded time and memory:")
class HostileAnswersTest {
  private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
  private static final String LISTING = "{\"kind\": \"k\", \"id\": \"i\", \"items\": {}}";
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final String TOKEN = "t0ken-of-ours";

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void end() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private RawHttpServer server(RawHttpServer.Answer answer) throws IOException {
    RawHttpServer server = new RawHttpServer(answer);
    open.add(server);
    return server;
  }

  private RestClient client(RawHttpServer server) {
    AccessToken token =
        new AccessToken(TOKEN, Date.from(InstantSource.system().instant().plusSeconds(3_600)));
    RestClient client =
        new RestClient(server.address(), GoogleCredentials.create(token), "hostile");
    open.add(client);
    return client;
  }

  private static Throwable failure(RestClient client, Duration limit) {
    return catchThrowable(() -> new ComputeApiProbe(client).list(limit));
  }

  private Throwable failure(RawHttpServer.Answer answer) throws Exception {
    return failure(client(server(answer)), LONG);
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String withLength(String head, String body) {
    return head + "Content-Length: " + body.length() + "\r\n\r\n" + body;
  }

  /** Writes something again and again until the client hangs up, and counts the bytes. */
  private static RawHttpServer.Answer endless(String beginning, String more, AtomicLong bytes) {
    String piece = more.repeat(1 + 8_192 / more.length());
    return (request, out) -> {
      write(out, beginning);
      while (true) {
        write(out, piece);
        bytes.addAndGet(piece.length());
      }
    };
  }

  private static void checkOrdinary(Throwable failure) {
    assertThat(failure).isInstanceOf(ApiException.class);
    assertThat(failure.getMessage()).hasSizeLessThan(100_000).doesNotContain(TOKEN);
    assertThat(((ApiException) failure).meaning()).isEqualTo(Meaning.ORDINARY);
  }

  @ParameterizedTest(name = "{index}")
  @ValueSource(strings = {" ", "[],", "\\\"", "{\"a\":1},"})
  @DisplayName("JSON without end")
  void endlessJson(String piece) throws Exception {
    AtomicLong bytes = new AtomicLong();

    Throwable failure =
        failure(
            endless(
                HEAD + "\r\n{\"items\": " + (piece.startsWith("\\") ? "\"" : "["), piece, bytes));

    checkOrdinary(failure);
    assertThat(failure).hasMessageContaining("there are more than");
    assertThat(bytes).hasValueLessThan(2L * AnswerBody.MOST_BYTES);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"[", "{\"a\":"})
  @DisplayName("values in values, a hundred thousand deep")
  void depth(String piece) throws Exception {
    checkOrdinary(
        failure(
            (request, out) -> {
              write(out, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"items\": ");
              write(out, piece.repeat(100_000));
              throw new IOException("hangs up");
            }));
    checkOrdinary(
        failure(
            (request, out) -> {
              write(out, "HTTP/1.1 400 No\r\nConnection: close\r\n\r\n{\"error\": ");
              write(out, piece.repeat(10_000));
              throw new IOException("hangs up");
            }));
  }

  @Test
  @DisplayName("a failure without end, of which the status is left")
  void endlessFailure() throws Exception {
    AtomicLong bytes = new AtomicLong();
    String beginning = "HTTP/1.1 500 Oops\r\n\r\n{\"error\": {\"message\": \"";

    Throwable failure = failure(endless(beginning, "oops", bytes));

    checkOrdinary(failure);
    assertThat(failure).hasMessageContaining("HTTP 500");
    assertThat(bytes).hasValueLessThan(AnswerBody.MOST_BYTES);
  }

  @Test
  @DisplayName("little that becomes much when it is unpacked")
  void zipBomb() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      byte[] spaces = " ".repeat(1 << 20).getBytes(StandardCharsets.ISO_8859_1);
      for (int i = 0; i < 1 + AnswerBody.MOST_BYTES / spaces.length; i++) {
        gzip.write(spaces);
      }
    }

    Throwable failure =
        failure(
            (request, out) -> {
              write(out, HEAD + "Content-Encoding: gzip\r\nContent-Length: ");
              write(out, packed.size() + "\r\n\r\n");
              out.write(packed.toByteArray());
            });

    checkOrdinary(failure);
    assertThat(failure).hasMessageContaining("there are more than");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "nothing at all | ``",
        "no HTTP | SSH-2.0-OpenSSH_9.2~",
        "a head that breaks off | HTTP/1.1 200 OK~Content-Le",
        "a body that breaks off | HTTP/1.1 200 OK~Content-Length: 900~~{\"kind\"",
        "chunks that break off | HTTP/1.1 200 OK~Transfer-Encoding: chunked~~5~{\"ki",
        "chunks that are none | HTTP/1.1 200 OK~Transfer-Encoding: chunked~~zz~{\"ki",
        "a length that is none | HTTP/1.1 200 OK~Content-Length: -7~~{\"ki",
        "an empty body | HTTP/1.1 200 OK~Content-Length: 0~~",
        "no body | HTTP/1.1 204 Nothing~~",
        "XML | HTTP/1.1 200 OK~Content-Type: text/xml~Content-Length: 4~~<a/>",
        "HTML | HTTP/1.1 200 OK~Content-Type: text/html~Content-Length: 6~~<html>",
        "HTML of a proxy | HTTP/1.1 502 Bad~Content-Type: text/html~Content-Length: 6~~<html>",
        "an array | HTTP/1.1 200 OK~Content-Length: 2~~[]",
        "null | HTTP/1.1 200 OK~Content-Length: 4~~null",
        "other types | HTTP/1.1 200 OK~Content-Length: 15~~{\"items\": true}",
        "no gzip | HTTP/1.1 200 OK~Content-Encoding: gzip~Content-Length: 2~~{}",
        "a challenge | HTTP/1.1 401 No~WWW-Authenticate: Basic realm=\"x\"~Content-Length: 0~~",
        "a proxy's | HTTP/1.1 407 No~Proxy-Authenticate: Basic realm=\"x\"~Content-Length: 0~~",
        "strange errors | HTTP/1.1 400 No~Content-Length: 27~~{\"error\": {\"message\": [1]}}",
      })
  @DisplayName("a server that says")
  void garbage(String name, String answer) throws Exception {
    RawHttpServer server =
        server(
            (request, out) -> {
              write(out, answer.replace("~", "\r\n"));
              throw new IOException("hangs up");
            });

    checkOrdinary(failure(client(server), LONG));
    assertThat(server.requests()).hasSize(1);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(ints = {301, 302, 303, 307, 308})
  @DisplayName("a redirect, which is not followed, so that nobody else sees who we are")
  void redirect(int status) throws Exception {
    RawHttpServer elsewhere = server((request, out) -> write(out, withLength(HEAD, LISTING)));
    String head = "HTTP/1.1 " + status + " Go\r\nLocation: " + elsewhere.address() + "/\r\n";

    Throwable failure = failure((request, out) -> write(out, withLength(head, "")));

    checkOrdinary(failure);
    assertThat(failure).hasMessageContaining("HTTP " + status);
    assertThat(elsewhere.requests()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"X-Header: value\r\n", "x"})
  @DisplayName("headers without end, and one header without end")
  void endlessHead(String piece) throws Exception {
    AtomicLong bytes = new AtomicLong();

    checkOrdinary(failure(endless(HEAD + "X-Header: ", piece, bytes)));
    assertThat(bytes).hasValueLessThan(AnswerBody.MOST_BYTES);
  }

  @ParameterizedTest(name = "{index}")
  @ValueSource(
      strings = {
        "HTTP/1.1 100 Continue\r\n\r\n", // no answer, but each may be one's beginning
        "HTTP/1.1 200 OK\r\n\r\n{",
        "HTTP/1.1 200 OK\r\nX-Slow: ",
      })
  @DisplayName("what trickles in or goes on, until the call's time is over")
  void trickle(String beginning) throws Exception {
    RawHttpServer server =
        server(
            (request, out) -> {
              write(out, beginning);
              while (true) {
                write(out, beginning.contains("100") ? beginning : " ");
                out.flush();
              }
            });

    checkOrdinary(failure(client(server), Duration.ofMillis(300)));
  }

  @Test
  @DisplayName("TLS that never begins, until the set is closed")
  void noTls() throws Exception {
    RawHttpServer server = server((request, out) -> {});
    RestClient client = new RestClient(server.address().replace("http:", "https:"), null, "no-tls");
    open.add(client);
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    Thread caller = new Thread(() -> failure.complete(failure(client, LONG)));
    caller.start();
    await().until(() -> server.connections() == 1);

    client.close();

    checkOrdinary(failure.get());
    caller.join();
    await().until(() -> server.connections() == 0);
  }

  @Test
  @DisplayName("cookies, which are not kept")
  void cookies() throws Exception {
    RawHttpServer server =
        server((request, out) -> write(out, withLength(HEAD + "Set-Cookie: a=b\r\n", LISTING)));
    RestClient client = client(server);

    new ComputeApiProbe(client).list(LONG);
    new ComputeApiProbe(client).list(LONG);

    assertThat(server.requests()).hasSize(2).noneMatch(each -> each.contains("Cookie"));
    assertThat(server.connections()).isEqualTo(1);
    client.close();
    await().until(() -> server.connections() == 0);
  }
}
