package io.dispatchcloud.driver.gce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.sun.net.httpserver.HttpServer;
import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.InstanceSet;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("SET-2 calls to Compute Engine")
class GceCallsTest {
  private GceBench bench;

  @BeforeEach
  void begin() throws Exception {
    bench = new GceBench();
  }

  @AfterEach
  void end() {
    bench.close();
  }

  @Test
  @DisplayName("GCE-2 nothing is repeated by Google's client")
  void noRepeats() throws Exception {
    InstanceSet set = bench.open();
    bench.fake.faults.refuse((verb, uri) -> true, new FakeError(503, "backendError", "busy"));
    long before = bench.fake.requests.size();
    assertThatExceptionOfType(CloudException.class).isThrownBy(() -> set.instances(Map.of()));
    assertThatExceptionOfType(CloudException.class)
        .isThrownBy(() -> set.create(GceBench.request(GceTypes.E2, "t")));
    bench.fake.faults.end();
    bench.fake.faults.cut((verb, path) -> true);
    assertThatExceptionOfType(CloudException.class).isThrownBy(() -> set.instances(Map.of()));
    assertThatExceptionOfType(CloudException.class)
        .isThrownBy(() -> set.create(GceBench.request(GceTypes.E2, "t")));
    assertThat(bench.fake.requests.size() - before).isEqualTo(4);
  }

  @Test
  @DisplayName("SET-2 an answer that breaks off is a failure, and nothing of it is shown")
  void broken() throws Exception {
    InstanceSet set = bench.open();
    set.create(GceBench.request(GceTypes.E2, "t"));
    bench.fake.faults.breakAnswers();
    assertThatExceptionOfType(CloudException.class)
        .isThrownBy(() -> set.instances(Map.of()))
        .withMessageContaining("can't be read")
        .withNoCause();
  }

  @Test
  @DisplayName("SET-2 a call takes no longer than it may, and leaves no thread")
  void timeout() throws Exception {
    try (RestClient client = new RestClient(bench.fake.endpoint(), null, "timeout-test")) {
      ComputeApiProbe probe = new ComputeApiProbe(client);
      bench.fake.faults.hang((verb, path) -> true);
      assertThatExceptionOfType(ApiException.class)
          .isThrownBy(() -> probe.list(Duration.ofMillis(50)))
          .withMessageContaining("no answer");
    }
    await()
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(thread -> thread.getName().startsWith("timeout-test")));
  }

  @Test
  @DisplayName("SET-2 an answer that trickles in takes no longer than it may")
  void trickle() throws Exception {
    HttpServer slow =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    CountDownLatch gone = new CountDownLatch(1);
    slow.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try (exchange) {
            while (true) {
              exchange.getResponseBody().write(' ');
              exchange.getResponseBody().flush();
            }
          } finally {
            gone.countDown();
          }
        });
    slow.start();
    try (RestClient client =
        new RestClient("http://127.0.0.1:" + slow.getAddress().getPort(), null, "trickle")) {
      assertThatExceptionOfType(ApiException.class)
          .isThrownBy(() -> new ComputeApiProbe(client).list(Duration.ofMillis(100)));
      gone.await();
    } finally {
      slow.stop(0);
    }
  }

  @Test
  @DisplayName("SET-2 an interrupted wait ends, and the thread stays interrupted")
  void interrupted() throws Exception {
    InstanceSet set = bench.open();
    bench.fake.faults.hang((verb, path) -> true);
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                set.instances(Map.of());
              } catch (CloudException e) {
                interrupted.complete(Thread.currentThread().isInterrupted());
              }
            });
    caller.start();
    await().until(() -> bench.fake.faults.hanging() == 1);
    caller.interrupt();
    assertThat(interrupted.get()).isTrue();
    caller.join();
  }

  @Test
  @DisplayName(
      "SET-2 waiting for an operation ends when the set is closed, or the caller interrupted")
  void pauses() throws Exception {
    RestClient client = new RestClient(bench.fake.endpoint(), null, "pauses");
    client.pause("test", Duration.ofMillis(1));
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> client.pause("test", Duration.ofMinutes(1)));
    assertThat(Thread.interrupted()).isTrue();
    client.close();
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> client.pause("test", Duration.ofMinutes(1)))
        .withMessageContaining("closed");
  }

  @Test
  @DisplayName("SET-2 nobody there is a failure of open")
  void nobodyThere() throws Exception {
    try (ServerSocket port = new ServerSocket(0)) {
      bench.with("endpoint", "http://127.0.0.1:" + port.getLocalPort());
    }
    assertThatExceptionOfType(CloudException.class)
        .isThrownBy(bench::open)
        .withMessageContaining("no answer");
  }

  @Test
  @DisplayName("SET-2 a server that is busy is no failure of open: it was reached")
  void busy() throws Exception {
    bench.fake.faults.refuse((verb, uri) -> true, new FakeError(503, "backendError", "busy"));
    InstanceSet first = bench.open();
    bench.fake.faults.refuse((verb, uri) -> true, new FakeError(429, "rateLimitExceeded", ""));
    bench.open("set-2");
    assertThat(bench.log.lines()).hasSize(2).allMatch(line -> line.contains("busy"));
    bench.fake.faults.end();
    assertThat(first.instances(Map.of())).isEmpty();
  }

  @Test
  @DisplayName("SET-1 credentials that are refused are a failure of open")
  void refused() {
    bench.fake.faults.refuse(
        (verb, uri) -> true, new FakeError(401, "authError", "Invalid Credentials"));
    assertThatExceptionOfType(CloudException.class)
        .isThrownBy(bench::open)
        .withMessageContaining("Invalid Credentials");
  }

  @Test
  @DisplayName("GCE-1 who we are is told in each call, where we are somebody")
  void authorization() throws Exception {
    bench.open();
    assertThat(bench.fake.authorizations).isEmpty();
    AccessToken token =
        new AccessToken("t0ken", Date.from(InstantSource.system().instant().plusSeconds(3600)));
    try (RestClient client =
        new RestClient(bench.fake.endpoint(), GoogleCredentials.create(token), "auth")) {
      new ComputeApiProbe(client).list(Duration.ofSeconds(30));
    }
    assertThat(bench.fake.authorizations).containsExactly("Bearer t0ken");
  }

  @Test
  @DisplayName("GCE-1 credentials that can't be had are a failure that does not show them")
  void noToken() {
    AccessToken old = new AccessToken("t0ken", Date.from(Instant.EPOCH));
    try (RestClient client =
        new RestClient(bench.fake.endpoint(), GoogleCredentials.create(old), "auth")) {
      assertThatExceptionOfType(ApiException.class)
          .isThrownBy(() -> new ComputeApiProbe(client).list(Duration.ofSeconds(30)))
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain("t0ken"));
    }
  }
}
