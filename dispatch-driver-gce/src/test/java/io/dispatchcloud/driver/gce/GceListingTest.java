package io.dispatchcloud.driver.gce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.cloud.compute.v1.Warning;
import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceSet;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  @DisplayName("SET-3 destroying what is gone, going or busy is a success")
  void destroy() throws Exception {
    make("t0");
    Instance instance = listed();
    bench.fake.faults.refuse(
        (verb, uri) -> verb.equals("DELETE"),
        new FakeError(400, "resourceNotReady", "The resource is not ready"));
    instance.destroy();
    bench.fake.faults.end();
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
}
