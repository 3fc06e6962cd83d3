package io.dispatchcloud.driver.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.RateLimitException;
import io.dispatchcloud.test.kit.RawHttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("SET-4 what is no answer of EC2's is an ordinary error, in bounded time and memory:")
class HostileAnswersTest {
  private static final String XML = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n";
  private static final String ENDLESS = HEAD + "\r\n";

  private final Ec2Bench bench = new Ec2Bench();
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void end() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    bench.close();
  }

  private RawHttpServer server(RawHttpServer.Answer answer) throws IOException {
    RawHttpServer server = new RawHttpServer(answer);
    open.add(server);
    return server;
  }

  private Ec2Connection connection(RawHttpServer server, Duration longestCall)
      throws CloudException {
    bench.with("endpoint", server.address());
    Ec2Connection connection =
        Ec2Connection.open(Ec2Settings.read(bench.context().parameters()), longestCall);
    open.add(connection);
    return connection;
  }

  private static Throwable failure(Ec2Connection connection) {
    return catchThrowable(() -> connection.call(CallKind.LIST, ec2 -> ec2.describeInstances()));
  }

  private Throwable failure(RawHttpServer.Answer answer) throws Exception {
    return failure(connection(server(answer), Ec2Connection.LONGEST_CALL));
  }

  private Throwable failure(String answer) throws Exception {
    return failure((request, out) -> write(out, answer));
  }

  private static String withLength(String head, String body) {
    return head + "Content-Length: " + body.length() + "\r\n\r\n" + body;
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
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
    assertThat(failure).isExactlyInstanceOf(CloudException.class);
    assertThat(failure.getMessage()).startsWith("EC2: ").hasSizeLessThan(5_000);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"x", "<a/>", "<!-- -->"})
  @DisplayName("XML without end")
  void endlessXml(String piece) throws Exception {
    AtomicLong bytes = new AtomicLong();

    Throwable failure =
        failure(endless(ENDLESS + XML + "<DescribeInstancesResponse>", piece, bytes));

    checkOrdinary(failure);
    assertThat(failure).hasMessageContaining("an answer of more than");
    assertThat(bytes).hasValueLessThan(2 * BoundedBody.MOST_BYTES);
  }

  @Test
  @DisplayName("elements in elements without end")
  void endlessDepth() throws Exception {
    checkOrdinary(failure(endless(ENDLESS + XML, "<a>", new AtomicLong())));
  }

  @Test
  @DisplayName("an error document without end, of which the status is left")
  void endlessError() throws Exception {
    String head = "HTTP/1.1 503 Busy\r\nContent-Type: text/xml\r\n\r\n";
    AtomicLong bytes = new AtomicLong();

    Throwable failure =
        failure(endless(head + XML + "<Response><Errors><Error><Code>", "Code", bytes));

    checkOrdinary(failure);
    assertThat(failure).hasMessageContaining("HTTP 503");
    assertThat(bytes).hasValueLessThan(BoundedBody.MOST_BYTES);
  }

  @Test
  @DisplayName("entities of entities")
  void entityBomb() throws Exception {
    StringBuilder bomb = new StringBuilder(XML + "<!DOCTYPE r [<!ENTITY e0 \"boom\">");
    for (int i = 1; i < 12; i++) {
      bomb.append("<!ENTITY e").append(i).append(" \"");
      bomb.append(("&e" + (i - 1) + ";").repeat(10)).append("\">");
    }
    bomb.append("]><DescribeInstancesResponse><requestId>&e11;</requestId>");
    bomb.append("</DescribeInstancesResponse>");

    checkOrdinary(failure(withLength(HEAD, bomb.toString())));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"<!ENTITY e SYSTEM \"%s\">", "<!ENTITY % e SYSTEM \"%s\"> %e;"})
  @DisplayName("entities that are elsewhere, where nobody asks for them")
  void externalEntity(String entity) throws Exception {
    RawHttpServer elsewhere = server((request, out) -> write(out, withLength(HEAD, "boom")));
    String document =
        XML
            + "<!DOCTYPE r ["
            + entity.replace("%s", elsewhere.address() + "/e")
            + "]><DescribeInstancesResponse><requestId>&e;</requestId></DescribeInstancesResponse>";

    checkOrdinary(failure(withLength(HEAD, document)));
    assertThat(elsewhere.requests()).isEmpty();
  }

  @Test
  @DisplayName("what is compressed")
  void compressed() throws Exception {
    Throwable failure = failure(withLength(HEAD + "Content-Encoding: gzip\r\n", "\u001f\u008b"));

    checkOrdinary(failure);
    assertThat(failure).hasMessageContaining("compressed");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "nothing at all | ''",
        "no HTTP | SSH-2.0-OpenSSH_9.2",
        "a head that breaks off | HTTP/1.1 200 OK~Content-Le",
        "a body that breaks off | HTTP/1.1 200 OK~Content-Length: 900~~<DescribeInstancesResponse>",
        "chunks that break off | HTTP/1.1 200 OK~Transfer-Encoding: chunked~~5~<Desc",
        "chunks that are none | HTTP/1.1 200 OK~Transfer-Encoding: chunked~~zz~<Desc",
        "a length that is none | HTTP/1.1 200 OK~Content-Length: -7~~<Desc",
        "JSON | HTTP/1.1 200 OK~Content-Type: application/json~~{\"a\": 1}",
        "HTML | HTTP/1.1 200 OK~Content-Type: text/html~~<html><p>Welcome<br></html>",
        "HTML of a proxy | HTTP/1.1 502 Bad~Content-Type: text/html~~<html>Bad<br></html>",
        "a challenge | HTTP/1.1 401 No~WWW-Authenticate: Basic realm=\"x\"~Content-Length: 0~~",
        "a proxy's | HTTP/1.1 407 No~Proxy-Authenticate: Basic realm=\"x\"~Content-Length: 0~~",
      })
  @DisplayName("a server that says")
  void garbage(String name, String answer) throws Exception {
    RawHttpServer server =
        server(
            (request, out) -> {
              write(out, answer.replace("~", "\r\n"));
              throw new IOException("hangs up");
            });

    checkOrdinary(failure(connection(server, Ec2Connection.LONGEST_CALL)));
    assertThat(server.requests()).hasSize(1);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(ints = {301, 302, 303, 307, 308})
  @DisplayName("a redirect, which is not followed, so that nobody else sees who we are")
  void redirect(int status) throws Exception {
    RawHttpServer elsewhere = server((request, out) -> write(out, withLength(HEAD, "<r/>")));
    String head = "HTTP/1.1 " + status + " Go\r\nLocation: " + elsewhere.address() + "/\r\n";

    Throwable failure = failure(withLength(head, ""));

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
    assertThat(bytes).hasValueLessThan(BoundedBody.MOST_BYTES);
  }

  @ParameterizedTest(name = "{index}")
  @ValueSource(
      strings = {
        "HTTP/1.1 100 Continue\r\n\r\n", // no answer, but each may be one's beginning
        "HTTP/1.1 200 OK\r\n\r\n<DescribeInstancesResponse>",
        "HTTP/1.1 200 OK\r\nX-Slow: ",
        "",
      })
  @DisplayName("what trickles in or goes on, until the call's time is over")
  void trickle(String beginning) throws Exception {
    RawHttpServer server =
        server(
            (request, out) -> {
              while (true) {
                write(
                    out, beginning.isEmpty() ? "\r" : beginning.contains("100") ? beginning : " ");
                out.flush();
              }
            });

    checkOrdinary(failure(connection(server, Duration.ofMillis(500))));
  }

  @Test
  @DisplayName("plain text where TLS was asked for")
  void noTls() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread answering =
          new Thread(
              () -> {
                try (Socket socket = server.accept()) {
                  write(socket.getOutputStream(), withLength(HEAD, "<r/>"));
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      answering.start();
      bench.with("endpoint", "https://127.0.0.1:" + server.getLocalPort());
      Ec2Connection connection = Ec2Connection.open(Ec2Settings.read(bench.context().parameters()));
      open.add(connection);

      checkOrdinary(failure(connection));
      answering.join();
    }
  }

  @Test
  @DisplayName("the status 429 counts, whatever comes with it")
  void tooMany() throws Exception {
    assertThat(failure(withLength("HTTP/1.1 429 Slow\r\n", "<html>")))
        .isInstanceOf(RateLimitException.class);
  }
}
