package io.dispatchcloud.driver.gce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.cloud.compute.v1.Warning;
import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.InstanceSet;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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

@DisplayName("GCE-4 listing")
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
}
