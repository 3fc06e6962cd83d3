package io.dispatchcloud.driver.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.test.kit.RawHttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Isolated("looks at all threads")
@DisplayName("SET-2 the pool of connections to EC2")
class ConnectionPoolTest {
  private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Length: ";
  private static final String BODY = "<DescribeInstancesResponse/>";
  private static final String WHOLE = HEAD + BODY.length() + "\r\n\r\n" + BODY;

  private final Ec2Bench bench = new Ec2Bench();
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final CountDownLatch end = new CountDownLatch(1);
  private final List<Ec2Connection> open = new ArrayList<>();

  @AfterEach
  void end() {
    end.countDown();
    callers.shutdownNow();
    open.forEach(Ec2Connection::close);
    bench.close();
  }

  private Ec2Connection connection(RawHttpServer server) throws CloudException {
    bench.with("endpoint", server.address());
    Ec2Connection connection = Ec2Connection.open(Ec2Settings.read(bench.context().parameters()));
    open.add(connection);
    return connection;
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private static Object list(Ec2Connection connection) throws CloudException {
    return connection.call(CallKind.LIST, ec2 -> ec2.describeInstances());
  }

  @Test
  @DisplayName("uses a connection again, and makes another where all are in use")
  void reuse() throws Exception {
    CyclicBarrier together = new CyclicBarrier(3);
    try (RawHttpServer server = new RawHttpServer((request, out) -> write(out, WHOLE))) {
      Ec2Connection connection = connection(server);
      for (int i = 0; i < 5; i++) {
        list(connection);
      }
      assertThat(server.connections()).isEqualTo(1);
    }
    RawHttpServer.Answer meet =
        (request, out) -> {
          try {
            together.await();
          } catch (BrokenBarrierException e) {
            throw new IOException(e);
          }
          write(out, WHOLE);
        };
    try (RawHttpServer server = new RawHttpServer(meet)) {
      Ec2Connection connection = connection(server);
      List<Future<?>> calls = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        calls.add(callers.submit(() -> list(connection)));
      }
      for (Future<?> each : calls) {
        each.get();
      }
      assertThat(server.connections()).isEqualTo(3);

      connection.close();

      await().until(() -> server.connections() == 0);
    }
  }

  @Test
  @DisplayName("is of the set alone: what another one has open stays open when it is closed")
  void ofTheSetAlone() throws Exception {
    try (RawHttpServer server = new RawHttpServer((request, out) -> write(out, WHOLE))) {
      Ec2Connection one = connection(server);
      Ec2Connection other = connection(server);
      list(one);
      list(other);
      assertThat(server.connections()).isEqualTo(2);

      one.close();
      one.close();

      await().until(() -> server.connections() == 1);
      list(other);
      assertThat(server.connections()).isEqualTo(1);
      assertThatThrownBy(() -> list(one)).hasMessage("EC2: the instance set is closed");
    }
  }

  @ParameterizedTest(name = "{index}")
  @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-", HEAD + "1000\r\n\r\n<Describe"})
  @DisplayName(
      "is closed with the calls in flight, which fail at once, after so much of an answer:")
  void inFlight(String beginning) throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    RawHttpServer.Answer half =
        (request, out) -> {
          write(out, beginning);
          begun.countDown();
          end.await();
        };
    try (RawHttpServer server = new RawHttpServer(half)) {
      Ec2Connection connection = connection(server);
      Future<?> call = callers.submit(() -> list(connection));
      begun.await();

      connection.close();

      assertThatThrownBy(call::get)
          .hasCauseExactlyInstanceOf(CloudException.class)
          .hasMessageContaining("closed");
      end.countDown();
      await().until(() -> server.connections() == 0);
    }
  }

  @Test
  @DisplayName("is closed with a call that waits for TLS to begin")
  void inHandshake() throws Exception {
    try (RawHttpServer server = new RawHttpServer((request, out) -> end.await())) {
      bench.with("endpoint", server.address().replace("http:", "https:"));
      Ec2Connection connection = Ec2Connection.open(Ec2Settings.read(bench.context().parameters()));
      open.add(connection);
      Future<?> call = callers.submit(() -> list(connection));
      await().until(() -> server.connections() == 1);

      connection.close();

      assertThatThrownBy(call::get)
          .hasCauseExactlyInstanceOf(CloudException.class)
          .hasMessageContaining("closed");
      await().until(() -> server.connections() == 0);
    }
  }

  @Test
  @DisplayName("has no thread, and none of the connection's is left when it is closed")
  void threads() throws Exception {
    try (RawHttpServer server = new RawHttpServer((request, out) -> write(out, WHOLE))) {
      Set<Thread> before = Thread.getAllStackTraces().keySet();
      Ec2Connection connection = connection(server);
      list(connection);

      assertThat(since(before)).containsExactly("dispatch-ec2-timer");
      connection.close();

      await().untilAsserted(() -> assertThat(since(before)).isEmpty());
    }
  }

  private static List<String> since(Set<Thread> before) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread) && thread.isAlive())
        .map(Thread::getName)
        .filter(name -> !name.matches("raw-http-server|(junit|awaitility|ForkJoinPool).*"))
        .collect(Collectors.toList());
  }
}
