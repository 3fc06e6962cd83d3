package io.dispatchcloud.core.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.HostProfile;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.cloud.LeakSweeper;
import io.dispatchcloud.api.cloud.QuotaGroup;
import io.dispatchcloud.api.cloud.RateLimitException;
import io.dispatchcloud.api.meter.Meters;
import io.dispatchcloud.core.pretend.PretendCloud;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The proxies around a driver's instance set")
class ProxiesTest {
  private static final InstanceType TYPE =
      InstanceType.builder("small", 1, 1 << 30, BigDecimal.ONE).build();

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final PretendCloud cloud = new PretendCloud(() -> now);
  private final List<String> counted = new ArrayList<>();
  private final List<Duration> throttled = new ArrayList<>();
  private final InstanceSet set =
      Proxies.around(
          cloud, Map.of("team", "blue", "Owner", "default"), () -> now, throttled::add, meters());

  private Meters meters() {
    return new Meters() {
      @Override
      public void count(String name, Map<String, String> tags, double amount) {
        counted.add(tags.get("operation") + (tags.get("error").equals("true") ? " failed" : ""));
      }

      @Override
      public void time(String name, Map<String, String> tags, Duration duration) {
        assertThat(name).isEqualTo("driver.operations.duration");
      }

      @Override
      public void gauge(String name, Map<String, String> tags, double value) {
        throw new AssertionError(name + ": calls set no gauge");
      }
    };
  }

  private Instance create(Map<String, String> tags) throws CloudException {
    return set.create(new CreateRequest(TYPE, "", tags, "", null, "token"));
  }

  @Test
  @DisplayName("SET-7 a listing has only what carries all the tags that were asked for")
  void filtering() throws Exception {
    create(Map.of("id", "ours", "x", "1"));
    create(Map.of("id", "theirs", "x", "1"));

    assertThat(set.instances(Map.of("id", "ours", "x", "1"))).hasSize(1);
    assertThat(set.instances(Map.of("id", "ours", "x", "2"))).isEmpty();
    assertThat(set.instances(Map.of())).hasSize(2);
  }

  @Test
  @DisplayName("SET-8 each create gets the configured tags; the caller's win")
  void defaultTagging() throws Exception {
    assertThat(create(Map.of("Owner", "caller")).tags())
        .containsEntry("team", "blue")
        .containsEntry("Owner", "caller");
  }

  @Test
  @DisplayName("SET-10 after a rate limit, calls of that kind fail at once until they may be tried")
  void throttling() throws Exception {
    cloud.nextCreateFailures.add(new RateLimitException("slower", Duration.ofSeconds(30)));
    assertThatThrownBy(() -> create(Map.of())).isInstanceOf(RateLimitException.class);
    now = now.plusSeconds(10);

    assertThatThrownBy(() -> create(Map.of()))
        .isInstanceOfSatisfying(
            RateLimitException.class,
            e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(20)));
    assertThat(cloud.createCalls).isEqualTo(1);
    assertThat(set.instances(Map.of())).as("another kind of call").isEmpty();
    assertThat(throttled).containsExactly(Duration.ofSeconds(30));

    now = now.plusSeconds(20);
    create(Map.of());
    assertThat(cloud.createCalls).isEqualTo(2);
  }

  @Test
  @DisplayName("SET-11 calls are counted by kind and success; what was not sent is no call")
  void instrumenting() throws Exception {
    cloud.nextCreateFailures.add(new RateLimitException("slower", Duration.ofSeconds(30)));
    assertThatThrownBy(() -> create(Map.of())).isInstanceOf(RateLimitException.class);
    assertThatThrownBy(() -> create(Map.of())).isInstanceOf(RateLimitException.class);
    now = now.plusSeconds(30);
    Instance instance = create(Map.of());
    set.instances(Map.of());
    instance.setTags(Map.of());
    instance.destroy();

    assertThat(counted).containsExactly("create failed", "create", "list", "set tags", "destroy");
  }

  @Test
  @DisplayName(
      "SET-10 a sweep of leaks counts as a listing: after a rate limit of either, neither is sent")
  void sweepsAreThrottled() throws Exception {
    LeakSweeper sweeper = set.leakSweeper().orElseThrow();
    cloud.nextSweepFailures.add(new RateLimitException("slower", Duration.ofSeconds(30)));
    cloud.leaks.add("vol-1");
    assertThatThrownBy(sweeper::sweep).isInstanceOf(RateLimitException.class);
    now = now.plusSeconds(10);

    assertThatThrownBy(sweeper::sweep)
        .isInstanceOfSatisfying(
            RateLimitException.class,
            e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(20)));
    assertThatThrownBy(() -> set.instances(Map.of())).isInstanceOf(RateLimitException.class);
    assertThat(throttled).containsExactly(Duration.ofSeconds(30));
    assertThat(cloud.leaks).as("not touched").hasSize(1);

    now = now.plusSeconds(20);
    assertThat(sweeper.sweep()).containsExactly("vol-1");
    assertThat(set.instances(Map.of())).isEmpty();
  }

  @Test
  @DisplayName("SET-11 a sweep of leaks is counted as a listing")
  void sweepsAreCounted() throws Exception {
    LeakSweeper sweeper = set.leakSweeper().orElseThrow();
    cloud.nextSweepFailures.add(new CloudException("not now"));
    assertThatThrownBy(sweeper::sweep).isInstanceOf(CloudException.class);
    sweeper.sweep();

    assertThat(counted).containsExactly("list failed", "list");
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        FilteringInstanceSet.class,
        DefaultTaggingInstanceSet.class,
        ThrottlingInstanceSet.class,
        InstrumentingInstanceSet.class
      })
  @DisplayName("pass every method on, also those that have a default")
  void overrideEverything(Class<?> proxy) {
    assertOverrides(proxy, InstanceSet.class);
  }

  @Test
  @DisplayName("and so does the instrumented instance")
  void instrumentedInstance() {
    assertOverrides(InstrumentedInstance.class, Instance.class);
  }

  private static void assertOverrides(Class<?> proxy, Class<?> contract) {
    List<String> missing =
        Arrays.stream(contract.getMethods())
            .filter(method -> !Modifier.isStatic(method.getModifiers()))
            .filter(method -> !declares(proxy, method))
            .map(Method::getName)
            .toList();
    assertThat(missing).isEmpty();
  }

  private static boolean declares(Class<?> proxy, Method method) {
    return Arrays.stream(proxy.getDeclaredMethods())
        .anyMatch(
            own ->
                own.getName().equals(method.getName())
                    && Arrays.equals(own.getParameterTypes(), method.getParameterTypes()));
  }

  @Test
  @DisplayName("hand on what the set says of its hosts, and close it")
  void handOn() throws Exception {
    boolean[] closed = new boolean[1];
    HostProfile profile = new HostProfile("secret", "runner", "true", false, "", "");
    LeakSweeper sweeper = () -> List.of("vol-1");
    InstanceSet behind =
        new InstanceSet() {
          @Override
          public Instance create(CreateRequest request) {
            throw new AssertionError();
          }

          @Override
          public List<Instance> instances(Map<String, String> tags) {
            return List.of();
          }

          @Override
          public QuotaGroup quotaGroup(InstanceType type) {
            return new QuotaGroup("group of " + type);
          }

          @Override
          public HostProfile hostProfile() {
            return profile;
          }

          @Override
          public Optional<LeakSweeper> leakSweeper() {
            return Optional.of(sweeper);
          }

          @Override
          public void close() {
            closed[0] = true;
          }
        };

    InstanceSet proxied = Proxies.around(behind, Map.of(), () -> now, time -> {}, Meters.none());
    proxied.close();

    assertThat(proxied.hostProfile()).isSameAs(profile);
    assertThat(proxied.leakSweeper().orElseThrow().sweep()).containsExactly("vol-1");
    assertThat(proxied.quotaGroup(TYPE).name()).isEqualTo("group of small");
    assertThat(closed[0]).isTrue();
  }
}
