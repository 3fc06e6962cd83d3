package io.dispatchcloud.driver.gce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceSet;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("SET-3 destroying")
class GceDestroyTest {
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

  private static FakeError notReady() {
    return new FakeError(400, "resourceNotReady", "The resource is not ready");
  }

  private FakeVm make(String token) throws CloudException {
    return bench.make(set, GceBench.request(GceTypes.E2, token));
  }

  private Instance listed() throws CloudException {
    return set.instances(Map.of()).get(0);
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
        (verb, uri) -> verb.equals("DELETE") && refusals.getAndDecrement() > 0, notReady());
    listed().destroy();
    assertThat(bench.count("DELETE", "/instances/")).isEqualTo(3);
    assertThat(bench.fake.project.vms()).isEmpty();
  }

  @Test
  @DisplayName("SET-3 one that is busy with its end is destroyed already")
  void destroyStopping() throws Exception {
    FakeVm vm = make("t0");
    Instance instance = listed();
    bench.fake.faults.refuse((verb, uri) -> verb.equals("DELETE"), notReady());
    bench.fake.project.change(vm.name(), each -> each.setStatus("STOPPING"));
    instance.destroy();
    bench.fake.faults.refuse(
        (verb, uri) -> {
          if (verb.equals("DELETE")) {
            bench.fake.project.preempt(vm.name());
          }
          return verb.equals("DELETE");
        },
        notReady());
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
        notReady());
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
}
