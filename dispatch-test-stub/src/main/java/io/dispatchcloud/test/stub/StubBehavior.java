package io.dispatchcloud.test.stub;

import io.dispatchcloud.api.cloud.CapacityException;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Attempt;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * How a pretended cloud behaves. Immutable; {@link StubDriver#change} puts another one in its place
 * at any time. Rates are from 0 to 1; which call they hit is told by the seed and the number of the
 * call alone, so thread timing has no part in it.
 */
public final class StubBehavior {
  final long seed;
  final double createErrorRate;
  final double madeAllTheSameRate;
  final double destroyErrorRate;
  final int quota;
  final Map<String, CapacityException.Scope> noCapacity;
  final Set<String> fullGroups;
  final Function<InstanceType, String> quotaGroups;
  final double rateLimitRate;
  final Duration rateLimitTime;
  final Duration minTimeBetweenCreates;
  final Duration minTimeBetweenListings;
  final Duration shutdownTime;
  final Duration listingLag;
  final Duration tagLag;
  final Function<VmOrder, VmBehavior> vms;
  final Function<StubStart, StubPayload> payloads;
  final Predicate<Attempt> mayStart;

  private StubBehavior(Builder builder) {
    seed = builder.seed;
    createErrorRate = builder.createErrorRate;
    madeAllTheSameRate = builder.madeAllTheSameRate;
    destroyErrorRate = builder.destroyErrorRate;
    quota = builder.quota;
    noCapacity = Map.copyOf(builder.noCapacity);
    fullGroups = Set.copyOf(builder.fullGroups);
    quotaGroups = builder.quotaGroups;
    rateLimitRate = builder.rateLimitRate;
    rateLimitTime = builder.rateLimitTime;
    minTimeBetweenCreates = builder.minTimeBetweenCreates;
    minTimeBetweenListings = builder.minTimeBetweenListings;
    shutdownTime = builder.shutdownTime;
    listingLag = builder.listingLag;
    tagLag = builder.tagLag;
    vms = builder.vms;
    payloads = builder.payloads;
    mayStart = builder.mayStart;
  }

  /**
   * Starts with a cloud in which all goes well, and whose containers end at once with status 0.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  boolean happens(double rate, String about, long number) {
    return Chance.happens(rate, seed, about, number);
  }

  /** Collects what goes wrong. Not thread-safe. */
  public static final class Builder {
    private long seed;
    private double createErrorRate;
    private double madeAllTheSameRate;
    private double destroyErrorRate;
    private int quota = Integer.MAX_VALUE;
    private final Map<String, CapacityException.Scope> noCapacity = new TreeMap<>();
    private final Set<String> fullGroups = new TreeSet<>();
    private Function<InstanceType, String> quotaGroups =
        type -> type.preemptible() ? "stub-spot" : "stub";
    private double rateLimitRate;
    private Duration rateLimitTime = Duration.ofMillis(100);
    private Duration minTimeBetweenCreates = Duration.ZERO;
    private Duration minTimeBetweenListings = Duration.ZERO;
    private Duration shutdownTime = Duration.ZERO;
    private Duration listingLag = Duration.ZERO;
    private Duration tagLag = Duration.ZERO;
    private Function<VmOrder, VmBehavior> vms = order -> VmBehavior.builder().build();
    private Function<StubStart, StubPayload> payloads =
        start -> StubPayload.of(Duration.ofMillis(50), 0);
    private Predicate<Attempt> mayStart = attempt -> true;

    private Builder() {}

    /**
     * Sets what all chance comes from.
     *
     * @param value any number
     * @return this
     */
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /**
     * Sets how often a create fails for no reason that is told.
     *
     * @param value a rate
     * @return this
     */
    public Builder createErrorRate(double value) {
      createErrorRate = Chance.checkedRate("createErrorRate", value);
      return this;
    }

    /**
     * Sets how often a create that fails has made the VM all the same.
     *
     * @param value a rate, of those that fail
     * @return this
     */
    public Builder madeAllTheSameRate(double value) {
      madeAllTheSameRate = Chance.checkedRate("madeAllTheSameRate", value);
      return this;
    }

    /**
     * Sets how often a destroy fails, without having done anything.
     *
     * @param value a rate
     * @return this
     */
    public Builder destroyErrorRate(double value) {
      destroyErrorRate = Chance.checkedRate("destroyErrorRate", value);
      return this;
    }

    /**
     * Sets how many VMs there may be.
     *
     * @param value 0 or more
     * @return this
     */
    public Builder quota(int value) {
      quota = value;
      return this;
    }

    /**
     * Has the cloud be without room for a type: a create of it fails with a capacity error.
     *
     * @param providerType the type
     * @param scope for what there is no room, as the error says
     * @return this
     */
    public Builder noCapacity(String providerType, CapacityException.Scope scope) {
      noCapacity.put(providerType, scope);
      return this;
    }

    /**
     * Has the cloud be without room for all types of a quota group.
     *
     * @param quotaGroup the group's name
     * @return this
     */
    public Builder noCapacityInGroup(String quotaGroup) {
      fullGroups.add(quotaGroup);
      return this;
    }

    /**
     * Sets which types share a limit.
     *
     * @param value the name of a type's quota group
     * @return this
     */
    public Builder quotaGroups(Function<InstanceType, String> value) {
      quotaGroups = value;
      return this;
    }

    /**
     * Sets how often a call is refused because there are too many.
     *
     * @param value a rate
     * @param retryAfter how long to wait, as the error says
     * @return this
     */
    public Builder rateLimit(double value, Duration retryAfter) {
      rateLimitRate = Chance.checkedRate("rateLimit", value);
      rateLimitTime = retryAfter;
      return this;
    }

    /**
     * Sets the time before which a further create is refused by a rate limit.
     *
     * @param value from one create to the next
     * @return this
     */
    public Builder minTimeBetweenCreates(Duration value) {
      minTimeBetweenCreates = value;
      return this;
    }

    /**
     * Sets the time before which a further listing is refused by a rate limit.
     *
     * @param value from one listing to the next
     * @return this
     */
    public Builder minTimeBetweenListings(Duration value) {
      minTimeBetweenListings = value;
      return this;
    }

    /**
     * Sets how long a VM still runs, with all that runs there, after its destruction was accepted.
     *
     * @param value how long
     * @return this
     */
    public Builder shutdownTime(Duration value) {
      shutdownTime = value;
      return this;
    }

    /**
     * Sets how stale listings are: a VM appears so much later, and stays so much longer.
     *
     * @param value how long
     * @return this
     */
    public Builder listingLag(Duration value) {
      listingLag = value;
      return this;
    }

    /**
     * Sets how stale the tags in listings are.
     *
     * @param value how long tags that were set are not shown
     * @return this
     */
    public Builder tagLag(Duration value) {
      tagLag = value;
      return this;
    }

    /**
     * Sets how each VM behaves.
     *
     * @param value told of each VM when it is made; on any thread
     * @return this
     */
    public Builder vms(Function<VmOrder, VmBehavior> value) {
      vms = value;
      return this;
    }

    /**
     * Sets what containers do.
     *
     * @param value told of each start that is carried out; on any thread
     * @return this
     */
    public Builder payloads(Function<StubStart, StubPayload> value) {
      payloads = value;
      return this;
    }

    /**
     * Sets what tells, when a start command comes, whether somebody holds the lock for it. One that
     * comes without is noted in {@link StubDriver#startsWithoutLock}. (A start that is on its way
     * while the container's owner cancels it is one, too.)
     *
     * @param value for instance {@link StubQueue#isLocked}; on any thread
     * @return this
     */
    public Builder mayStart(Predicate<Attempt> value) {
      mayStart = value;
      return this;
    }

    /**
     * Makes the behaviour.
     *
     * @return an immutable copy of what was set
     */
    public StubBehavior build() {
      return new StubBehavior(this);
    }
  }
}
