package io.dispatchcloud.driver.gce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.InstanceSetId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("GCE-4 tagging")
class GceTaggingTest {
  private GceBench bench;
  private InstanceSet set;

  @BeforeEach
  void begin() throws Exception {
    bench = new GceBench();
    set = bench.open();
  }

  @AfterEach
  void end() {
    bench.close();
  }

  private FakeVm make(String token) throws CloudException {
    return bench.make(set, GceBench.request(GceTypes.E2, token));
  }

  private Map<String, String> tags(String key, String value) {
    Map<String, String> tags = new HashMap<>(Map.of(GceBench.ID_KEY, "set-1"));
    tags.put(key, value);
    return tags;
  }

  private Instance listed() throws CloudException {
    return set.instances(Map.of()).get(0);
  }

  @Test
  @DisplayName("GCE-4 setLabels uses the fingerprint, and repeats once on a conflict")
  void conflict() throws Exception {
    FakeVm vm = make("t0");
    AtomicInteger conflicts = new AtomicInteger(1);
    bench.fake.faults.refuse(
        (verb, uri) -> {
          if (uri.getPath().endsWith("/setLabels") && conflicts.getAndDecrement() > 0) {
            // Somebody else is faster.
            bench.fake.project.change(vm.name(), each -> each.putLabels("goog-new", "1"));
          }
          return false;
        },
        new FakeError(500, "", ""));
    listed().setTags(tags("a", "1"));
    assertThat(bench.count("POST", "/setLabels")).isEqualTo(2);
    assertThat(listed().tags()).isEqualTo(tags("a", "1"));
    assertThat(bench.fake.project.vm(vm.name()).instance.getLabelsMap())
        .containsEntry("goog-new", "1")
        .containsEntry(Ownership.LABEL, "set-1");
    conflicts.set(5);
    Instance instance = listed();
    assertThatExceptionOfType(CloudException.class)
        .isThrownBy(() -> instance.setTags(tags("a", "2")))
        .withMessageContaining("fingerprint");
    assertThat(bench.count("POST", "/setLabels")).isEqualTo(4);
    assertThat(listed().tags()).isEqualTo(tags("a", "1"));
  }

  @Test
  @DisplayName("GCE-2 tags that grow too long for a label move to metadata, and back")
  void moving() throws Exception {
    make("t0");
    listed().setTags(tags("a", "long ".repeat(100)));
    assertThat(listed().tags()).isEqualTo(tags("a", "long ".repeat(100)));
    assertThat(bench.count("POST", "/setMetadata")).isEqualTo(1);
    listed().setTags(tags("a", "short"));
    assertThat(listed().tags()).isEqualTo(tags("a", "short"));
    assertThat(bench.fake.project.vms().get(0).metadata(Tagging.ITEM)).isEmpty();
    assertThat(bench.fake.project.vms().get(0).metadata("startup-script")).isPresent();
    listed().setTags(tags("a", "shorter"));
    assertThat(bench.count("POST", "/setMetadata")).isEqualTo(2);
  }

  @Test
  @DisplayName("SET-5 what is not ours any more keeps its tags")
  void lost() throws Exception {
    FakeVm vm = make("t0");
    Instance instance = listed();
    bench.fake.project.change(vm.name(), each -> each.putLabels(Ownership.LABEL, "set-2"));
    assertThatExceptionOfType(CloudException.class)
        .isThrownBy(() -> instance.setTags(tags("a", "1")))
        .withMessageContaining("not of this set");
    assertThat(bench.count("POST", "/set")).isZero();
  }

  @Test
  @DisplayName("SET-2 tags that are not set in time are a failure")
  void slow() throws Exception {
    make("t0");
    Instance instance = listed();
    bench.fake.faults.looksUntilDone(1_000_000);
    AtomicInteger waits = new AtomicInteger();
    bench.fake.faults.refuse(
        (verb, uri) -> {
          if (uri.getPath().endsWith("/wait") && waits.incrementAndGet() == 2) {
            bench.pass(Duration.ofMinutes(5));
          }
          return false;
        },
        new FakeError(500, "", ""));
    assertThatExceptionOfType(CloudException.class)
        .isThrownBy(() -> instance.setTags(tags("a", "1")))
        .withMessageContaining("in time");
  }

  @Test
  @DisplayName("SET-1 what Google quotes of a secret tag is in no message")
  void quotedTag() throws Exception {
    make("t0");
    Instance instance = listed();
    String secret = "5ec7e70123456789abcd".repeat(2);
    for (String each : List.of("/setLabels", "/setMetadata")) {
      bench.fake.faults.refuse(
          (verb, uri) -> uri.getPath().endsWith(each),
          new FakeError(400, "invalid", "Invalid value for field 'labels': '" + secret + "'."));
      Map<String, String> tags = tags("DispatchInstanceSecret", secret);
      tags.put("long", "long ".repeat(each.equals("/setLabels") ? 1 : 50));
      assertThatExceptionOfType(CloudException.class)
          .isThrownBy(() -> instance.setTags(tags))
          .withMessageContaining("Invalid value for field")
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain(secret));
    }
  }

  @Test
  @DisplayName("SET-2 tags that others are still setting are waited for no longer than it may take")
  void locked() throws Exception {
    FakeVm vm = make("t0");
    Thread test = Thread.currentThread();
    AtomicInteger looks = new AtomicInteger();
    InstantSource clock =
        () ->
            Thread.currentThread().equals(test)
                ? Instant.EPOCH.plus(Duration.ofMinutes(5).multipliedBy(looks.getAndIncrement()))
                : Instant.EPOCH;
    Ownership ownership = Ownership.of(new InstanceSetId("set-1"));
    CompletableFuture<ApiException> other = new CompletableFuture<>();
    try (ComputeApi api = ComputeApi.open("p", bench.fake.endpoint(), null, "locked-test")) {
      TagWriter writer = new TagWriter(api, ownership, clock);
      bench.fake.faults.hang((verb, path) -> true);
      Thread caller =
          new Thread(
              () -> {
                try {
                  writer.write(vm.zone, vm.name(), Map.of());
                } catch (ApiException e) {
                  other.complete(e);
                }
              });
      caller.start();
      await().until(() -> bench.fake.faults.hanging() == 1);
      assertThatExceptionOfType(ApiException.class)
          .isThrownBy(() -> writer.write(vm.zone, vm.name(), Map.of()))
          .withMessageContaining("have not ended in time");
      test.interrupt();
      assertThatExceptionOfType(ApiException.class)
          .isThrownBy(() -> writer.write(vm.zone, vm.name(), Map.of()))
          .withMessageContaining("interrupted");
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(other.get()).hasMessageContaining("closed");
  }
}
