package io.dispatchcloud.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.cloud.CapacityException;
import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.QuotaException;
import io.dispatchcloud.api.cloud.RateLimitException;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.core.pretend.PretendHost;
import io.dispatchcloud.core.pretend.PretendHost.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Everything goes wrong at once, in virtual time")
class ChaosTest {
  private static final int CONTAINERS = 40;

  static IntStream seeds() {
    return IntStream.rangeClosed(1, Boolean.getBoolean("dispatch.soak") ? 1_000 : 40);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @DisplayName("and still: never two at once, everything ends, nothing is left")
  void chaos(int seed) {
    Random chance = new Random(seed);
    VirtualDispatcher dispatcher = new VirtualDispatcher(seed);
    dispatcher.cloud.payloads =
        id -> new Payload(Duration.ofSeconds(20 + Math.floorMod(id.hashCode() * 31, 400)), 0);
    for (int i = 0; i < CONTAINERS; i++) {
      dispatcher.submit("c" + i, chance.nextInt(9), 1, 1 + chance.nextInt(3));
    }
    dispatcher.start();

    for (int round = 0; round < 60 && !dispatcher.allFinished(); round++) {
      somethingHappens(dispatcher, chance);
      for (int step = 0; step < 20; step++) {
        dispatcher.loop.advance(Duration.ofMillis(chance.nextInt(2_000)));
        assertNoneRunsTwice(dispatcher);
      }
    }
    dispatcher.cloud.hosts.values().forEach(ChaosTest::heal);
    dispatcher.cloud.nextCreateFailures.clear();

    dispatcher.await(
        () -> {
          assertNoneRunsTwice(dispatcher);
          return dispatcher.allFinished();
        });
    dispatcher.await(() -> dispatcher.cloud.living().isEmpty());
    dispatcher.await(() -> dispatcher.snapshot().workers().isEmpty());
    for (Container container : dispatcher.controller.containers()) {
      assertThat(
              container.result() != null
                  || container.error().startsWith("lost 4 times")
                  || container.error().startsWith("Failed to start"))
          .as("%s has a result, or a good reason for none", container)
          .isTrue();
    }
    assertThat(dispatcher.starts()).as("no attempt starts twice").doesNotHaveDuplicates();
  }

  private static void heal(PretendHost host) {
    host.cutOff = false;
    host.loseStartAnswers = false;
    host.delayStarts = Duration.ZERO;
  }

  private static void somethingHappens(VirtualDispatcher dispatcher, Random chance) {
    List<PretendHost> hosts = dispatcher.cloud.living();
    PretendHost host = hosts.isEmpty() ? null : hosts.get(chance.nextInt(hosts.size()));
    switch (chance.nextInt(12)) {
      case 0 -> dispatcher.crashAndRestart();
      case 1 -> dispatcher.cloud.loseNextAnswer = true;
      case 2 -> dispatcher.cloud.nextCreateFailures.add(refusal(chance));
      case 3 -> dispatcher.cloud.bootTime = Duration.ofSeconds(10 + chance.nextInt(120));
      case 4 -> {
        if (host != null) {
          host.destroyed = true;
        }
      }
      case 5 -> {
        if (host != null) {
          host.cutOff = !host.cutOff;
        }
      }
      case 6 -> {
        if (host != null) {
          host.loseStartAnswers = !host.loseStartAnswers;
        }
      }
      case 7 -> {
        if (host != null) {
          host.delayStarts = host.delayStarts.isZero() ? Duration.ofSeconds(25) : Duration.ZERO;
        }
      }
      case 8 -> {
        // Less than goneAfter: a longer absence is proof, by POOL-3.
        Instant now = dispatcher.loop.instant();
        hosts.stream()
            .filter(each -> each.hiddenUntil.plusSeconds(100).isBefore(now))
            .forEach(each -> each.hiddenUntil = now.plusSeconds(100));
      }
      default -> {}
    }
  }

  private static CloudException refusal(Random chance) {
    return switch (chance.nextInt(4)) {
      case 0 -> new QuotaException("no more");
      case 1 -> new RateLimitException("slower", Duration.ofSeconds(7));
      case 2 -> new CapacityException("no room", CapacityException.Scope.INSTANCE_TYPE);
      default -> new CloudException("something else");
    };
  }

  private static void assertNoneRunsTwice(VirtualDispatcher dispatcher) {
    Map<String, List<String>> where = new HashMap<>();
    for (PretendHost host : dispatcher.cloud.living()) {
      for (String container : host.running()) {
        where.computeIfAbsent(container, id -> new ArrayList<>()).add(host.id().value());
      }
    }
    assertThat(where.values()).as("where each runs").allSatisfy(at -> assertThat(at).hasSize(1));
  }
}
