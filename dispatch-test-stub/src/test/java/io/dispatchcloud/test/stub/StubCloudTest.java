package io.dispatchcloud.test.stub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.api.cloud.CapacityException;
import io.dispatchcloud.api.cloud.CapacityException.Scope;
import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.QuotaException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The calls to a pretended cloud")
class StubCloudTest {
  private final Bench.HandClock clock = new Bench.HandClock();
  private final List<Bench> benches = new ArrayList<>();

  private Bench bench(StubBehavior.Builder behavior) {
    Bench bench = new Bench(behavior.build(), clock);
    benches.add(bench);
    return bench;
  }

  @AfterEach
  void end() {
    benches.forEach(Bench::close);
  }

  /** What becomes of so many creates: a letter for each. */
  private String creates(StubBehavior.Builder behavior, int count) {
    Bench bench = bench(behavior);
    StringBuilder outcomes = new StringBuilder();
    for (int i = 0; i < count; i++) {
      int before = bench.driver.vms().size();
      try {
        bench.create();
        outcomes.append('.');
      } catch (CloudException e) {
        outcomes.append(bench.driver.vms().size() > before ? 'm' : 'f');
      }
    }
    return outcomes.toString();
  }

  @Test
  @DisplayName("STUB-2 without faults, what is created is listed until it is destroyed")
  void allIsWell() throws Exception {
    Bench bench = bench(StubBehavior.builder());
    Instance made = bench.create();

    assertThat(bench.listed()).extracting(Instance::id).containsExactly(made.id());
    assertThat(made.providerType()).isEqualTo("small");
    assertThat(made.tags()).isEqualTo(Bench.TAGS);
    assertThat(bench.set.instances(Map.of("set", "other"))).isEmpty();
    made.destroy();
    made.destroy();

    assertThat(bench.listed()).isEmpty();
    assertThat(bench.driver.livingVms()).isEmpty();
    assertThat(bench.driver.vms()).hasSize(1);
  }

  @Test
  @DisplayName("STUB-2 a create that is repeated with its token makes no second VM")
  void idempotency() throws Exception {
    Bench bench = bench(StubBehavior.builder());
    CreateRequest request = bench.request(Bench.SMALL);

    assertThat(bench.set.create(request).id()).isEqualTo(bench.set.create(request).id());
    assertThat(bench.driver.vms()).hasSize(1);
  }

  @Test
  @DisplayName("STUB-2 creates fail at a rate, the same ones from the same seed")
  void createErrorRate() {
    StubBehavior.Builder behavior = StubBehavior.builder().seed(7).createErrorRate(0.5);
    String first = creates(behavior, 20);

    assertThat(first).contains("f").contains(".").doesNotContain("m");
    assertThat(creates(behavior, 20)).isEqualTo(first);
    assertThat(creates(behavior.seed(8), 20)).isNotEqualTo(first);
  }

  @Test
  @DisplayName("STUB-2 a create that fails may have made the VM all the same")
  void madeAllTheSame() {
    assertThat(creates(StubBehavior.builder().createErrorRate(1).madeAllTheSameRate(0.5), 12))
        .contains("f")
        .contains("m")
        .doesNotContain(".");
  }

  @Test
  @DisplayName("STUB-2 destroys fail at a rate, and then do nothing")
  void destroyErrorRate() throws Exception {
    Bench bench = bench(StubBehavior.builder().destroyErrorRate(1));
    Instance made = bench.create();

    assertThatThrownBy(made::destroy).isInstanceOf(CloudException.class);
    assertThat(bench.driver.livingVms()).hasSize(1);
    bench.driver.change(StubBehavior.builder().build());
    made.destroy();

    assertThat(bench.driver.livingVms()).isEmpty();
  }

  @Test
  @DisplayName("STUB-2 at the quota, a create is refused until a VM is gone")
  void quota() throws Exception {
    Bench bench = bench(StubBehavior.builder().quota(1));
    Instance first = bench.create();

    assertThatThrownBy(bench::create).isInstanceOf(QuotaException.class);
    first.destroy();
    bench.create();

    assertThat(bench.driver.livingVms()).hasSize(1);
  }

  @Test
  @DisplayName("STUB-2 there is no room for a type")
  void capacity() throws Exception {
    Bench bench = bench(StubBehavior.builder().noCapacity("large", Scope.INSTANCE_TYPE));

    assertThatThrownBy(() -> bench.set.create(bench.request(Bench.LARGE)))
        .isInstanceOfSatisfying(
            CapacityException.class, e -> assertThat(e.scope()).isEqualTo(Scope.INSTANCE_TYPE));
    bench.create();
  }

  @Test
  @DisplayName("STUB-2 there is no room for a group of types that share a limit")
  void groupCapacity() throws Exception {
    Bench bench =
        bench(
            StubBehavior.builder()
                .quotaGroups(type -> type.name().substring(0, 1))
                .noCapacityInGroup("l"));

    assertThat(bench.set.quotaGroup(Bench.LARGE).name()).isEqualTo("l");
    assertThatThrownBy(() -> bench.set.create(bench.request(Bench.LARGE)))
        .isInstanceOfSatisfying(
            CapacityException.class, e -> assertThat(e.scope()).isEqualTo(Scope.QUOTA_GROUP));
    bench.create();
  }

  @Test
  @DisplayName("STUB-2 listings are stale: a VM appears late, and stays when it is gone")
  void staleListings() throws Exception {
    Bench bench = bench(StubBehavior.builder().listingLag(Duration.ofSeconds(5)));
    Instance made = bench.create();
    assertThat(bench.listed()).isEmpty();
    clock.advance(Duration.ofSeconds(5));
    assertThat(bench.listed()).hasSize(1);

    made.destroy();

    assertThat(bench.driver.livingVms()).isEmpty();
    clock.advance(Duration.ofSeconds(4));
    assertThat(bench.listed()).hasSize(1);
    clock.advance(Duration.ofSeconds(1));
    assertThat(bench.listed()).isEmpty();
  }

  @Test
  @DisplayName("STUB-2 tags in listings are stale")
  void staleTags() throws Exception {
    Bench bench = bench(StubBehavior.builder().tagLag(Duration.ofSeconds(5)));
    Instance made = bench.create();
    made.setTags(Map.of("set", "bench", "color", "red"));

    assertThat(bench.listed().get(0).tags()).isEqualTo(Bench.TAGS);
    assertThat(bench.vm(made).tags()).containsEntry("color", "red");
    clock.advance(Duration.ofSeconds(5));
    assertThat(bench.listed().get(0).tags()).containsEntry("color", "red");
  }

  @Test
  @DisplayName("STUB-2 tags are lost, though the cloud says that it has them")
  void lostTags() throws Exception {
    VmBehavior vm = VmBehavior.builder().lostTags(Set.of("color", "set")).build();
    Bench bench = bench(StubBehavior.builder().vms(order -> vm));
    Instance made = bench.create();
    made.setTags(Map.of("set", "bench", "color", "red", "size", "small"));

    assertThat(bench.vm(made).tags()).isEqualTo(Map.of("size", "small"));
    assertThat(bench.listed()).isEmpty();
  }

  @Test
  @DisplayName("STUB-2 a VM takes its time to shut down, and counts until then")
  void shutdownTime() throws Exception {
    Bench bench = bench(StubBehavior.builder().quota(1).shutdownTime(Duration.ofSeconds(5)));
    bench.create().destroy();

    assertThat(bench.driver.livingVms()).hasSize(1);
    assertThatThrownBy(bench::create).isInstanceOf(QuotaException.class);
    clock.advance(Duration.ofSeconds(5));
    assertThat(bench.driver.livingVms()).isEmpty();
    assertThat(bench.listed()).isEmpty();
  }

  @Test
  @DisplayName("STUB-2 each VM's behaviour is told by its number, and its number of its type")
  void orders() throws Exception {
    List<String> orders = new ArrayList<>();
    Bench bench =
        bench(
            StubBehavior.builder()
                .vms(
                    order -> {
                      orders.add(
                          order.number() + " " + order.type() + " " + order.numberOfItsType());
                      return VmBehavior.builder().build();
                    }));
    bench.set.create(bench.request(Bench.SMALL));
    bench.set.create(bench.request(Bench.LARGE));
    bench.set.create(bench.request(Bench.SMALL));

    assertThat(orders).containsExactly("1 small 1", "2 large 1", "3 small 2");
  }

  @Test
  @DisplayName("STUB-2 a set that is closed does nothing more; its VMs stay for the next one")
  void closed() throws Exception {
    Bench bench = bench(StubBehavior.builder());
    bench.create();
    bench.set.close();

    assertThatThrownBy(bench::create).isInstanceOf(CloudException.class);
    assertThat(bench.driver.open(Bench.context(clock, Map.of())).instances(Bench.TAGS)).hasSize(1);
    bench.driver.close();
    assertThatThrownBy(() -> bench.driver.open(Bench.context(clock, Map.of())))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  @DisplayName("STUB-2 a rate is from 0 to 1")
  void rates() {
    assertThatThrownBy(() -> StubBehavior.builder().createErrorRate(1.5))
        .hasMessage("createErrorRate: '1.5'; expected 0 to 1");
    assertThatThrownBy(() -> VmBehavior.builder().stuckLockRate(Double.NaN))
        .hasMessage("stuckLockRate: 'NaN'; expected 0 to 1");
  }
}
