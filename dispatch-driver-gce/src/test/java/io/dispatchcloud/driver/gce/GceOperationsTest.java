package io.dispatchcloud.driver.gce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.InstanceSet;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("GCE-5 operations")
class GceOperationsTest {
  private GceBench bench;

  @BeforeEach
  void begin() throws Exception {
    bench = new GceBench();
  }

  @AfterEach
  void end() {
    bench.close();
  }

  private static boolean isWait(String verb, URI uri) {
    return uri.getPath().endsWith("/wait");
  }

  @Test
  @DisplayName("GCE-5 an operation is waited for also while nobody can tell what became of it")
  void troubleWhileWaiting() throws Exception {
    InstanceSet set = bench.open();
    CountDownLatch asked = new CountDownLatch(3);
    bench.fake.faults.refuse(
        (verb, uri) -> {
          if (!uri.getPath().contains("/operations/") || asked.getCount() == 0) {
            return false;
          }
          asked.countDown();
          return true;
        },
        new FakeError(503, "backendError", "busy"));
    set.create(GceBench.request(GceTypes.E2, "t"));
    assertThat(bench.count("POST", "/wait")).isEqualTo(2);
    assertThat(bench.count("GET", "/operations/")).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"400, 1", "403, 1", "404, 1", "405, 1", "500, 2", "501, 1", "503, 2"})
  @DisplayName("GCE-5 however a server says that it can't wait, operations are asked for")
  void unknownRoute(int status, int waits) throws Exception {
    InstanceSet set = bench.open();
    bench.fake.faults.looksUntilDone(3);
    bench.fake.faults.refuse(GceOperationsTest::isWait, new FakeError(status, "", "no such route"));
    set.create(GceBench.request(GceTypes.E2, "t1"));
    set.create(GceBench.request(GceTypes.E2, "t2"));
    assertThat(bench.count("POST", "/wait")).isEqualTo(waits);
    assertThat(bench.count("GET", "/operations/")).isEqualTo(6);
  }

  @Test
  @DisplayName("GCE-5 a wait that works shows that one that failed was an accident")
  void accidents() throws Exception {
    InstanceSet set = bench.open();
    AtomicInteger waits = new AtomicInteger();
    bench.fake.faults.looksUntilDone(8);
    bench.fake.faults.refuse(
        (verb, uri) -> isWait(verb, uri) && waits.incrementAndGet() % 2 == 1,
        new FakeError(503, "backendError", "busy"));
    set.create(GceBench.request(GceTypes.E2, "t1"));
    assertThat(bench.count("GET", "/operations/")).isEqualTo(4);
    assertThat(bench.count("POST", "/wait")).isEqualTo(8);
  }

  @Test
  @DisplayName("GCE-5 a wait that comes too often is not followed by yet another call")
  void tooManyWaits() throws Exception {
    InstanceSet set = bench.open();
    AtomicInteger waits = new AtomicInteger();
    bench.fake.faults.refuse(
        (verb, uri) -> isWait(verb, uri) && waits.incrementAndGet() <= 2,
        new FakeError(429, "rateLimitExceeded", ""));
    set.create(GceBench.request(GceTypes.E2, "t1"));
    assertThat(bench.count("POST", "/wait")).isEqualTo(3);
    assertThat(bench.count("GET", "/operations/")).isZero();
  }

  @Test
  @DisplayName("GCE-5 where operations can't be waited for they are asked for")
  void noWait() throws Exception {
    InstanceSet set = bench.open();
    for (int status : new int[] {404, 501}) {
      bench.fake.faults.looksUntilDone(3);
      bench.fake.faults.refuse(GceOperationsTest::isWait, new FakeError(status, "notFound", ""));
      set.create(GceBench.request(GceTypes.E2, "t" + status));
    }
    assertThat(bench.count("POST", "/wait")).as("tried once").isEqualTo(1);
    assertThat(bench.count("GET", "/operations/")).isEqualTo(6);
  }

  @Test
  @DisplayName("GCE-5 an operation that nobody knows any more has an unknown outcome")
  void operationGone() throws Exception {
    InstanceSet set = bench.open();
    bench.fake.faults.refuse(
        (verb, uri) -> uri.getPath().contains("/operations/"),
        new FakeError(404, "notFound", "gone"));
    assertThatExceptionOfType(CloudException.class)
        .isThrownBy(() -> set.create(GceBench.request(GceTypes.E2, "t")))
        .isExactlyInstanceOf(CloudException.class);
    assertThat(set.instances(Map.of())).hasSize(1);
  }

  @Test
  @DisplayName("SET-2 an operation that does not end is given up in time")
  void bounded() throws Exception {
    InstanceSet set = bench.open();
    bench.fake.faults.looksUntilDone(1_000_000);
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                set.create(GceBench.request(GceTypes.E2, "t"));
              } catch (CloudException e) {
                failure.complete(e);
              }
            });
    caller.start();
    await().until(() -> bench.count("POST", "/wait") > 1);
    bench.pass(Duration.ofMinutes(5));
    assertThat(failure.get())
        .isExactlyInstanceOf(CloudException.class)
        .hasMessageContaining("has not ended in time");
    caller.join();
  }
}
