package io.dispatchcloud.driver.gce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.google.cloud.compute.v1.Warning;
import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.InstanceSetId;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("GCE-4 listing and tagging")
class GceListingTest {
  private static final FakeError NOT_READY =
      new FakeError(400, "resourceNotReady", "The resource is not ready");

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

  @Test
  @DisplayName("GCE-4 all zones, all pages, by the set's label")
  void pages() throws Exception {
    FakeVm first = make("t0");
    for (int i = 1; i < 25; i++) {
      bench.fake.project.copy(first.name(), "copy-" + i);
    }
    bench.fake.project.pageSize(7);
    bench.fake.requests.clear();
    assertThat(set.instances(Map.of())).hasSize(25);
    assertThat(bench.fake.requests)
        .hasSize(4)
        .allSatisfy(
            each ->
                assertThat(URLDecoder.decode(each, StandardCharsets.UTF_8))
                    .contains("/aggregated/instances")
                    .contains("filter=labels.dispatch-instance-set=set-1"));
  }

  @Test
  @DisplayName("GCE-4 one that powered itself off is listed")
  void terminated() throws Exception {
    FakeVm vm = make("t0");
    bench.fake.project.change(vm.name(), each -> each.setStatus("TERMINATED"));
    assertThat(set.instances(Map.of()))
        .extracting(each -> each.id().value())
        .containsExactly(vm.name());
  }

  @Test
  @DisplayName("SET-5 what a server lists that is not ours is left out")
  void notOurs() throws Exception {
    FakeVm ours = make("t0");
    bench.make(bench.open("set-2"), GceBench.request(GceTypes.E2, "t1"));
    assertThat(set.instances(Map.of()))
        .extracting(each -> each.id().value())
        .containsExactly(ours.name());
    assertThat(set.instances(Map.of("no", "such"))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = FakePages.Trouble.class,
      names = {"ZONE_UNREACHABLE", "WARNED_OF", "PARTIAL", "SAME_PAGE_AGAIN"})
  @DisplayName("GCE-4 a listing that is not complete fails")
  void notComplete(FakePages.Trouble trouble) throws Exception {
    make("t0");
    bench.fake.project.trouble(trouble);
    assertThatExceptionOfType(CloudException.class)
        .isThrownBy(() -> set.instances(Map.of()))
        .satisfies(e -> assertThat(e.getMessage()).containsAnyOf("not complete", "circles"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"error\": {\"code\": 403, \"message\": \"no\"}}",
        "{\"nextPageToken\": \"\"}",
        "{\"warning\": {\"code\": \"NO_RESULTS_ON_PAGE\"}}"
      })
  @DisplayName("GCE-4 what has nothing of a listing is no empty one")
  void noListing(String answer) throws Exception {
    make("t0");
    bench.fake.faults.answerInstead(answer);
    assertThatExceptionOfType(CloudException.class)
        .isThrownBy(() -> set.instances(Map.of()))
        .withMessageContaining("no listing");
    assertThatExceptionOfType(CloudException.class)
        .isThrownBy(() -> set.leakSweeper().orElseThrow().sweep());
    assertThatExceptionOfType(CloudException.class).isThrownBy(() -> bench.open("set-2"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"items\": {}}",
        "{\"kind\": \"compute#instanceAggregatedList\"}",
        "{\"id\": \"projects/p/aggregated/instances\"}",
        "{\"selfLink\": \"https://compute/p/aggregated/instances\", \"new\": 1}"
      })
  @DisplayName("GCE-4 a listing of nothing says that it is one")
  void emptyListing(String answer) throws Exception {
    bench.fake.faults.answerInstead(answer);
    assertThat(set.instances(Map.of())).isEmpty();
  }

  @Test
  @DisplayName("GCE-4 a listing that has no end is given up in time")
  void endless() throws Exception {
    FakeVm first = make("t0");
    for (int i = 1; i < 25; i++) {
      bench.fake.project.copy(first.name(), "copy-" + i);
    }
    bench.fake.project.pageSize(7);
    AtomicInteger pages = new AtomicInteger();
    bench.fake.faults.refuse(
        (verb, uri) -> {
          if (pages.incrementAndGet() == 2) {
            bench.pass(Duration.ofMinutes(5));
          }
          return false;
        },
        new FakeError(500, "", ""));
    assertThatExceptionOfType(CloudException.class)
        .isThrownBy(() -> set.instances(Map.of()))
        .withMessageContaining("in time");
  }

  @Test
  @DisplayName("GCE-4 there are warnings that say nothing of what is missing")
  void harmless() {
    for (Warning.Code code : Warning.Code.values()) {
      boolean harmless =
          List.of(
                  "NO_RESULTS_ON_PAGE",
                  "DEPRECATED_RESOURCE_USED",
                  "DEPRECATED_TYPE_USED",
                  "EXPERIMENTAL_TYPE_USED")
              .contains(code.name());
      assertThat(Listings.HARMLESS.contains(code.name())).as(code.name()).isEqualTo(harmless);
    }
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
  @DisplayName("SET-3 destroying what is gone or going is a success")
  void destroy() throws Exception {
    make("t0");
    Instance instance = listed();
    bench.fake.faults.looksUntilDone(1_000_000);
    AtomicInteger waits = new AtomicInteger();
    bench.fake.faults.refuse(
        (verb, uri) -> {
          if (uri.getPath().endsWith("/wait") && waits.incrementAndGet() == 2) {
            bench.pass(Duration.ofMinutes(2));
          }
          return false;
        },
        new FakeError(500, "", ""));
    instance.destroy();
    assertThat(bench.fake.project.vms()).isEmpty();
    assertThat(bench.fake.project.disks()).isEmpty();
    instance.destroy();
  }

  @Test
  @DisplayName("SET-3 one that is busy is destroyed when it is not any more")
  void destroyBusy() throws Exception {
    make("t0");
    AtomicInteger refusals = new AtomicInteger(2);
    bench.fake.faults.refuse(
        (verb, uri) -> verb.equals("DELETE") && refusals.getAndDecrement() > 0, NOT_READY);
    listed().destroy();
    assertThat(bench.count("DELETE", "/instances/")).isEqualTo(3);
    assertThat(bench.fake.project.vms()).isEmpty();
  }

  @Test
  @DisplayName("SET-3 one that is busy with its end is destroyed already")
  void destroyStopping() throws Exception {
    FakeVm vm = make("t0");
    Instance instance = listed();
    bench.fake.faults.refuse((verb, uri) -> verb.equals("DELETE"), NOT_READY);
    bench.fake.project.change(vm.name(), each -> each.setStatus("STOPPING"));
    instance.destroy();
    bench.fake.faults.refuse(
        (verb, uri) -> {
          if (verb.equals("DELETE")) {
            bench.fake.project.preempt(vm.name());
          }
          return verb.equals("DELETE");
        },
        NOT_READY);
    instance.destroy();
    assertThat(bench.count("DELETE", "/instances/")).isEqualTo(2);
  }

  @Test
  @DisplayName("SET-3 one that stays busy is not destroyed, and that is told")
  void destroyStaysBusy() throws Exception {
    make("t0");
    Instance instance = listed();
    AtomicInteger refusals = new AtomicInteger();
    bench.fake.faults.refuse(
        (verb, uri) -> {
          if (verb.equals("DELETE") && refusals.incrementAndGet() == 2) {
            bench.pass(Duration.ofMinutes(2));
          }
          return verb.equals("DELETE");
        },
        NOT_READY);
    // What nobody can tell at first is asked again.
    AtomicInteger gets = new AtomicInteger();
    bench.fake.faults.refuseToo(
        (verb, uri) -> verb.equals("GET") && gets.getAndIncrement() == 0,
        new FakeError(503, "backendError", "busy"));
    assertThatExceptionOfType(CloudException.class)
        .isThrownBy(instance::destroy)
        .withMessageContaining("resourceNotReady");
    assertThat(bench.fake.project.vms()).hasSize(1);
    bench.fake.faults.refuseToo(
        (verb, uri) -> verb.equals("GET"), new FakeError(403, "forbidden", "may not look"));
    assertThatExceptionOfType(CloudException.class)
        .isThrownBy(instance::destroy)
        .withMessageContaining("may not look");
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
