package io.dispatchcloud.driver.gce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.cloud.compute.v1.Errors;
import io.dispatchcloud.api.cloud.CapacityException;
import io.dispatchcloud.api.cloud.CapacityException.Scope;
import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.QuotaException;
import io.dispatchcloud.api.cloud.RateLimitException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("GCE-5 failures")
class GceFailuresTest {
  private GceBench bench;

  @BeforeEach
  void begin() throws Exception {
    bench = new GceBench();
  }

  @AfterEach
  void end() {
    bench.close();
  }

  private <E extends CloudException> E refused(Class<E> type, InstanceSet set, String token) {
    List<E> failures = new ArrayList<>();
    assertThatExceptionOfType(type)
        .isThrownBy(() -> set.create(GceBench.request(GceTypes.N2, token)))
        .satisfies(failures::add);
    return failures.get(0);
  }

  private void zonesFail(String... zones) {
    bench.fake.faults.failLater(
        zone ->
            List.of(zones).contains(zone)
                ? Optional.of(FakeFaults.exhausted(zone))
                : Optional.empty());
  }

  @Test
  @DisplayName("GCE-5 where a zone has no room the next is tried, and remembered")
  void nextZone() throws Exception {
    InstanceSet set = bench.open();
    zonesFail("us-central1-a");
    assertThat(bench.make(set, GceBench.request(GceTypes.N2, "t1")).zone)
        .isEqualTo("us-central1-b");
    assertThat(bench.make(set, GceBench.request(GceTypes.N2, "t2")).zone)
        .isEqualTo("us-central1-b");
    assertThat(bench.count("POST", "zones/us-central1-a/instances")).isEqualTo(1);
    zonesFail("us-central1-b");
    assertThat(bench.make(set, GceBench.request(GceTypes.N2, "t3")).zone)
        .isEqualTo("us-central1-a");
    assertThat(bench.fake.project.vms()).hasSize(3);
  }

  @Test
  @DisplayName("GCE-5 where no zone has room it is the type's capacity")
  void noZone() throws Exception {
    InstanceSet set = bench.open();
    zonesFail("us-central1-a", "us-central1-b");
    CapacityException failure = refused(CapacityException.class, set, "t1");
    assertThat(failure.scope()).isEqualTo(Scope.INSTANCE_TYPE);
    assertThat(failure).hasMessageContaining("ZONE_RESOURCE_POOL_EXHAUSTED_WITH_DETAILS");
    assertThat(bench.fake.project.vms()).isEmpty();
    assertThat(bench.fake.project.disks()).isEmpty();
  }

  @Test
  @DisplayName("GCE-5 a zone without the type is passed over; that it is full is what is told")
  void notInZone() throws Exception {
    InstanceSet set = bench.open();
    FakeError lacking =
        new FakeError(404, "notFound", "Machine type with name 'x' does not exist in zone 'z'.");
    bench.fake.faults.refuse(
        (verb, uri) -> uri.getPath().endsWith("us-central1-a/instances"), lacking);
    assertThat(bench.make(set, GceBench.request(GceTypes.N2, "t1")).zone)
        .isEqualTo("us-central1-b");
    zonesFail("us-central1-b");
    assertThat(refused(CapacityException.class, set, "t2").scope()).isEqualTo(Scope.INSTANCE_TYPE);
    bench.fake.faults.refuse((verb, uri) -> uri.getPath().endsWith("/instances"), lacking);
    CapacityException nowhere = refused(CapacityException.class, set, "t3");
    assertThat(nowhere.scope()).isEqualTo(Scope.INSTANCE_TYPE);
    assertThat(nowhere).hasMessageContaining("does not exist in zone");
  }

  @Test
  @DisplayName("GCE-5 that a zone is full is told also where the next refuses for another reason")
  void fullAndRefused() throws Exception {
    InstanceSet set = bench.open();
    zonesFail("us-central1-a");
    bench.fake.faults.refuse(
        (verb, uri) -> uri.getPath().endsWith("us-central1-b/instances"),
        new FakeError(403, "forbidden", "not in that zone"));
    CapacityException failure = refused(CapacityException.class, set, "t1");
    assertThat(failure.scope()).isEqualTo(Scope.INSTANCE_TYPE);
    assertThat(failure)
        .hasMessageContaining("ZONE_RESOURCE_POOL_EXHAUSTED")
        .hasMessageContaining("not in that zone");
  }

  @Test
  @DisplayName("GCE-5 that a zone is full is no answer where the next one's outcome is unknown")
  void fullAndUnknown() throws Exception {
    InstanceSet set = bench.open();
    zonesFail("us-central1-a");
    for (String path : List.of("us-central1-b/instances", "us-central1-b/operations/")) {
      for (int status : path.endsWith("/") ? new int[] {403, 404} : new int[] {500}) {
        bench.fake.faults.refuse(
            (verb, uri) -> uri.getPath().contains(path), new FakeError(status, "forbidden", ""));
        assertThat(refused(CloudException.class, set, path + status))
            .isExactlyInstanceOf(CloudException.class);
      }
    }
    bench.fake.faults.refuse(
        (verb, uri) -> uri.getPath().endsWith("us-central1-b/instances"),
        new FakeError(403, "rateLimitExceeded", ""));
    refused(RateLimitException.class, set, "t2");
  }

  @Test
  @DisplayName("GCE-2 a repeat begins in the zone that may have served, whichever served since")
  void repeatInItsZone() throws Exception {
    InstanceSet set = bench.open();
    bench.fake.faults.loseAnswers(KitFaults::isCreate);
    CreateRequest lost = GceBench.request(GceTypes.N2, "t1");
    assertThatExceptionOfType(CloudException.class).isThrownBy(() -> set.create(lost));
    bench.fake.faults.end();
    zonesFail("us-central1-a");
    assertThat(bench.make(set, GceBench.request(GceTypes.N2, "t2")).zone)
        .isEqualTo("us-central1-b");
    assertThat(bench.make(set, lost).zone).isEqualTo("us-central1-a");
    assertThat(bench.fake.project.vms()).hasSize(2);
  }

  @Test
  @DisplayName("GCE-5 a quota of all is a quota; a family's is its group's capacity")
  void quotas() throws Exception {
    InstanceSet set = bench.open();
    bench.fake.faults.failLater(zone -> Optional.of(FakeFaults.quota("CPUS")));
    assertThat(refused(QuotaException.class, set, "t1")).hasMessageContaining("QUOTA_EXCEEDED");
    bench.fake.faults.failLater(zone -> Optional.of(FakeFaults.quota("N2_CPUS")));
    assertThat(refused(CapacityException.class, set, "t2").scope()).isEqualTo(Scope.QUOTA_GROUP);
    assertThat(bench.count("POST", "zones/us-central1-b/instances")).isZero();
  }

  @Test
  @DisplayName("GCE-5 failures that arrive later count like failures of create")
  void later() throws Exception {
    InstanceSet set = bench.open();
    bench.fake.faults.looksUntilDone(4);
    bench.fake.faults.failLater(
        zone ->
            Optional.of(
                Errors.newBuilder().setCode("INVALID_USAGE").setMessage("no such thing").build()));
    assertThat(refused(CloudException.class, set, "t1"))
        .hasMessageContaining("INVALID_USAGE")
        .hasMessageContaining("no such thing");
    assertThat(bench.count("POST", "/wait")).isEqualTo(4);
  }

  @Test
  @DisplayName("GCE-5 rate limits say how long to wait: longer each time, until a call succeeds")
  void rateLimits() throws Exception {
    InstanceSet set = bench.open();
    FakeError limit = new FakeError(403, "rateLimitExceeded", "Rate Limit Exceeded");
    bench.fake.faults.refuse((verb, uri) -> true, limit);
    assertThat(refused(RateLimitException.class, set, "t1").retryAfter()).hasMillis(1000);
    assertThat(refused(RateLimitException.class, set, "t1").retryAfter()).hasMillis(2500);
    assertThat(refused(RateLimitException.class, set, "t1").retryAfter()).hasMillis(4750);
    assertThatExceptionOfType(RateLimitException.class)
        .isThrownBy(() -> set.instances(Map.of()))
        .satisfies(e -> assertThat(e.retryAfter()).hasMillis(1000));
    bench.fake.faults.retryAfter("30");
    assertThat(refused(RateLimitException.class, set, "t1").retryAfter()).hasSeconds(30);
    bench.fake.faults.retryAfter("3000");
    assertThat(refused(RateLimitException.class, set, "t1").retryAfter()).hasSeconds(60);
    for (int i = 0; i < 9; i++) {
      assertThat(refused(RateLimitException.class, set, "t1").retryAfter())
          .isLessThanOrEqualTo(Duration.ofMinutes(1));
    }
    bench.fake.faults.end();
    set.create(GceBench.request(GceTypes.N2, "t1"));
    bench.fake.faults.refuse((verb, uri) -> true, limit);
    assertThat(refused(RateLimitException.class, set, "t2").retryAfter()).hasMillis(1000);
  }

  @Test
  @DisplayName("GCE-5 unknown codes are ordinary errors, logged with code and request id")
  void unknown() throws Exception {
    InstanceSet set = bench.open();
    bench.fake.faults.refuse(KitFaults::isCreate, new FakeError(418, "brandNew", "what is this"));
    CloudException failure = refused(CloudException.class, set, "t1");
    assertThat(failure)
        .isExactlyInstanceOf(CloudException.class)
        .hasMessageContaining("brandNew")
        .hasMessageMatching("(?s).*request [0-9a-f-]{36}.*");
    assertThat(bench.log.lines())
        .singleElement()
        .asString()
        .contains("brandNew")
        .contains("request");
    bench.fake.faults.refuse((verb, uri) -> true, new FakeError(418, "brandNew", ""));
    assertThatExceptionOfType(CloudException.class).isThrownBy(() -> set.instances(Map.of()));
    assertThat(bench.log.lines().get(1)).contains("unknown");
  }

  @Test
  @DisplayName("SET-1 what Google quotes of an init command is in no message")
  void quoted() throws Exception {
    InstanceSet set = bench.open();
    String secret = "5ec7e70123456789abcdef";
    String command = "(umask 0177 && echo -n \"" + secret + "\" >'/var/run/secret')\nfoo\n";
    bench.fake.faults.refuse(
        KitFaults::isCreate,
        new FakeError(
            400,
            "invalid",
            "Invalid value for field 'resource.metadata.items[0].value': '#!/bin/sh\n"
                + command
                + "'. and "
                + secret));
    CreateRequest request = new CreateRequest(GceTypes.N2, "", Map.of(), command, null, "t1");
    assertThatExceptionOfType(CloudException.class)
        .isThrownBy(() -> set.create(request))
        .withMessageContaining("resource.metadata")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain(secret));
  }
}
