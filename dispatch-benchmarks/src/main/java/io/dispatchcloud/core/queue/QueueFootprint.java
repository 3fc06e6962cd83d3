package io.dispatchcloud.core.queue;

import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.api.queue.Lookup;
import io.dispatchcloud.api.queue.QueueEntry;
import io.dispatchcloud.core.sizing.Sizer;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A queue's view of a store, with containers of which nothing is shared with another. */
public final class QueueFootprint {
  private static final long GIB = 1L << 30;
  private static final int TYPES = 16;
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private final Sizer sizer = new Sizer(types(), Sizer.Overheads.NONE, new BigDecimal("1.5"));
  private final ViewStore store;
  private long milliseconds;

  /**
   * Fills a view.
   *
   * @param containers how many are in it, all queued
   */
  public QueueFootprint(int containers) {
    store =
        new ViewStore(
            new InstanceSetId("benchmark"),
            container -> sizer.size(container.needs(), container.preemptible()),
            this::instant);
    List<Container> found = new ArrayList<>();
    for (int i = 0; i < containers; i++) {
      found.add(container(i));
    }
    store.merge(
        store.mark(),
        new Lookup(found, Set.of()),
        container -> sizer.size(container.needs(), container.preemptible()));
  }

  private Instant instant() {
    return BEGIN.plusMillis(milliseconds++);
  }

  private static List<InstanceType> types() {
    List<InstanceType> types = new ArrayList<>();
    for (int k = 1; k <= TYPES; k++) {
      types.add(
          InstanceType.builder(
                  "type" + k,
                  k,
                  k * GIB * 11 / 10,
                  new BigDecimal("0.123").multiply(new BigDecimal(k)))
              .includedScratch(k * GIB)
              .build());
    }
    return types;
  }

  private Container container(int i) {
    ContainerSpec spec =
        ContainerSpec.builder(
                "zzzzz-dz642-%015d".formatted(i),
                Needs.of(i % 8 + 1, (i % 3 + 1) * GIB),
                RunSpec.of("true"))
            .priority(i % 20 + 1)
            .build();
    return Container.queued(spec, instant());
  }

  /**
   * Changes the priority of one container, as if somebody had done so in the store.
   *
   * @param number which, from 0
   */
  public void change(int number) {
    Container container = entries().get(number).container();
    store.changed(container.withPriority(container.priority() + 1));
  }

  /**
   * All that the view keeps.
   *
   * @return an object from which all of it can be reached
   */
  public Object root() {
    return store;
  }

  /**
   * The view as the scheduler sees it; it is kept until the queue changes.
   *
   * @return the entries
   */
  public List<QueueEntry> entries() {
    return store.view().entries();
  }

  /**
   * What the containers were sized with.
   *
   * @return the sizer
   */
  public Sizer sizer() {
    return sizer;
  }
}
