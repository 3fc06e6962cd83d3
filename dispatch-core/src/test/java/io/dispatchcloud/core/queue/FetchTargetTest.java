package io.dispatchcloud.core.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.queue.ContainerQueue;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.api.queue.QueueContext;
import io.dispatchcloud.api.queue.Sizing;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("QUEUE-3 how many queued containers are fetched where many can't be placed")
class FetchTargetTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final int PAGE = 10;
  private static final Sizing FITS =
      Sizing.fits(List.of(InstanceType.builder("t", 1, 1, BigDecimal.ONE).build()));

  private final ScriptedController controller = new ScriptedController();
  private final List<ContainerId> sized = new ArrayList<>();

  private ContainerQueue open(int fetchTarget) {
    Owner owner = new Owner(new InstanceSetId("set"), 7);
    return new CachedQueueProvider()
        .open(new QueueContext(controller, owner, this::size, fetchTarget, () -> T0));
  }

  private Sizing size(Container container) {
    sized.add(container.id());
    return container.needs().vcpus() == 1 ? FITS : Sizing.nothingFits("too large");
  }

  private static Container queued(int number, boolean fits) {
    Needs needs = Needs.of(fits ? 1 : 1_000, 1);
    return Container.queued(
        ContainerSpec.builder("c%05d".formatted(number), needs, ScriptedController.RUN).build(),
        T0);
  }

  /** So many that nothing can run, and then as many others as one likes. */
  private void store(int misfits, int all) {
    List<List<Container>> pages = new ArrayList<>();
    for (int from = 0; from < all; from += PAGE) {
      pages.add(
          IntStream.range(from, Math.min(from + PAGE, all))
              .mapToObj(i -> queued(i, i >= misfits))
              .toList());
    }
    controller.queuedPages = pages;
  }

  private static int fetched(ContainerQueue queue) throws ControllerException {
    queue.update(Set.of());
    return queue.entries().entries().size();
  }

  @Test
  @DisplayName("QUEUE-3 what may not be started again counts like what no type fits")
  void spent() throws Exception {
    store(0, 1_000);
    Owner owner = new Owner(new InstanceSetId("set"), 7);
    ContainerQueue queue =
        new CachedQueueProvider()
            .open(
                new QueueContext(
                    controller,
                    owner,
                    this::size,
                    container -> container.id().value().compareTo("c00011") >= 0,
                    20,
                    () -> T0));

    assertThat(fetched(queue)).as("over half of 20, but not of 40").isEqualTo(40);
  }

  @Test
  @DisplayName("QUEUE-3 the target doubles while over half of what came can't be placed")
  void doubles() throws Exception {
    store(10, 1_000);
    assertThat(fetched(open(20))).as("half of 20").isEqualTo(20);
    store(11, 1_000);
    assertThat(fetched(open(20))).as("over half of 20, but not of 40").isEqualTo(40);
    store(100, 1_000);
    assertThat(fetched(open(20))).as("over half of 160, but not of 320").isEqualTo(320);
    store(1_000, 1_000);
    assertThat(fetched(open(20))).as("all there are").isEqualTo(1_000);
  }

  @Test
  @DisplayName("QUEUE-3 the target grows to 10,000 at most, unless a larger one is asked for")
  void bounded() throws Exception {
    store(30_000, 30_000);

    assertThat(fetched(open(20))).isEqualTo(10_000);
    assertThat(fetched(open(6_000))).isEqualTo(10_000);
    assertThat(fetched(open(11_000))).isEqualTo(11_000);
  }

  @Test
  @DisplayName("QUEUE-3 QUEUE-4 what is looked at for that is sized once, as is all that is new")
  void sizedOnce() throws Exception {
    ContainerQueue queue = open(20);
    store(100, 1_000);

    assertThat(fetched(queue)).isEqualTo(320);
    assertThat(fetched(queue)).isEqualTo(320);

    assertThat(sized).hasSize(320).doesNotHaveDuplicates();
  }
}
