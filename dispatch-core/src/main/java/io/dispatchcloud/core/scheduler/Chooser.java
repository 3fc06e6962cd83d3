package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.queue.QueueEntry;
import io.dispatchcloud.core.PlacementPolicy;
import io.dispatchcloud.core.PlacementPolicy.Company;
import io.dispatchcloud.core.sizing.Resources;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts a choice of types to a placement policy. */
final class Chooser {
  private static final int SHAPES_MAX = 64;

  private final PlacementPolicy policy;
  private final Seekers seekers;
  private final Places places;
  private final Supply supply;
  private final Budget budget;
  private final int containersMax;
  private @Nullable List<Seeker> inOrder;
  private String failed = "";

  Chooser(
      PlacementPolicy policy,
      Seekers seekers,
      Places places,
      Supply supply,
      Budget budget,
      int containersMax) {
    this.budget = budget;
    this.policy = policy;
    this.seekers = seekers;
    this.places = places;
    this.supply = supply;
    this.containersMax = containersMax;
  }

  /**
   * The type for a container that no instance has room for.
   *
   * @param cheapest the cheapest one that would do
   * @param containersLeft how many more containers may be put anywhere in this pass
   */
  Types.Known choose(QueueEntry entry, Shape shape, Types.Known cheapest, int containersLeft) {
    if (policy == PlacementPolicy.cheapest()) {
      return cheapest;
    }
    Container container = entry.container();
    List<InstanceType> candidates =
        Arrays.stream(shape.types)
            .filter(supply::isCreatable)
            .map(known -> known.type)
            .filter(budget::allows)
            .toList();
    try {
      InstanceType chosen = policy.choose(new Offer(container, shape, candidates, containersLeft));
      for (Types.Known known : shape.types) {
        if (known.type.equals(chosen) && candidates.contains(chosen)) {
          return known;
        }
      }
      failed = container.id() + " is offered " + candidates + " and gets " + chosen;
    } catch (RuntimeException e) {
      failed = container.id() + ": " + e;
    }
    // Somebody else's mistake about one container must not stop all others.
    return cheapest;
  }

  /** What a policy did wrong last; empty for nothing. */
  String failed() {
    return failed;
  }

  private final class Offer implements PlacementPolicy.Choice {
    private final Container container;
    private final Shape shape;
    private final List<InstanceType> candidates;
    private final int containersLeft;

    Offer(Container container, Shape shape, List<InstanceType> candidates, int containersLeft) {
      this.containersLeft = containersLeft;
      this.container = container;
      this.shape = shape;
      this.candidates = candidates;
    }

    @Override
    public Container container() {
      return container;
    }

    @Override
    public List<InstanceType> candidates() {
      return candidates;
    }

    @Override
    public Company company(InstanceType type) {
      for (Types.Known known : shape.types) {
        if (known.type.equals(type)) {
          return companyOf(shape, known, containersLeft);
        }
      }
      throw new IllegalArgumentException("type: '" + type + "'; expected one of " + candidates);
    }
  }

  private Company companyOf(Shape first, Types.Known type, int containersLeft) {
    List<Seeker> others = inOrder == null ? seekers.inOrder() : inOrder;
    others.removeIf(seeker -> seeker.waiting == 0 || seeker.creatable == null);
    inOrder = others;
    Resources left = type.resources.minus(first.needed);
    int containers = 0;
    BigDecimal apart = BigDecimal.ZERO;
    int looked = 0;
    for (Seeker seeker : others) {
      Shape shape = seeker.shape;
      Types.Known alone = seeker.creatable;
      if (++looked > SHAPES_MAX) {
        break;
      }
      int room = Math.min(roomFor(containers + 1), containersLeft - containers);
      int fitting = Math.min(seeker.waiting, Math.max(0, room));
      if (alone == null || !shape.mayUse(type) || places.best(seeker) != Rooms.NONE) {
        continue;
      }
      int count = 0;
      while (count < fitting && left.holds(shape.needed)) {
        left = left.minus(shape.needed);
        count++;
      }
      containers += count;
      apart = apart.add(alone.type.price().multiply(BigDecimal.valueOf(count)));
    }
    return new Company(containers, apart);
  }

  private int roomFor(int there) {
    return containersMax == 0 ? Integer.MAX_VALUE : Math.max(0, containersMax - there);
  }
}
