package io.dispatchcloud.test.stub;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How one VM behaves. Immutable. Times that are told "after" count from the VM's creation, on the
 * clock that its cloud was opened with; rates are from 0 to 1, and are applied to each start by
 * chance from the seed.
 */
public final class VmBehavior {
  /** How a VM is silent that stops answering. What runs there goes on either way. */
  public enum Silence {
    /** Its connections are closed, and new ones are refused. */
    REFUSES,
    /** It takes commands and never answers them. */
    HANGS
  }

  final Duration bootDelay;
  final boolean neverBoots;
  final boolean verifiesHostKey;
  final @Nullable Duration silentAfter;
  final Silence silence;
  final @Nullable Duration diesAfter;
  final @Nullable Duration brokenAfter;
  final boolean noRunner;
  final double crashRateBeforeRunning;
  final double crashRateWhileRunning;
  final double stuckLockRate;
  final boolean stuckForever;
  final Duration detachDelay;
  final Duration exitLag;
  final Set<String> lostTags;

  private VmBehavior(Builder builder) {
    bootDelay = builder.bootDelay;
    neverBoots = builder.neverBoots;
    verifiesHostKey = builder.verifiesHostKey;
    silentAfter = builder.silentAfter;
    silence = builder.silence;
    diesAfter = builder.diesAfter;
    brokenAfter = builder.brokenAfter;
    noRunner = builder.noRunner;
    crashRateBeforeRunning = builder.crashRateBeforeRunning;
    crashRateWhileRunning = builder.crashRateWhileRunning;
    stuckLockRate = builder.stuckLockRate;
    stuckForever = builder.stuckForever;
    detachDelay = builder.detachDelay;
    exitLag = builder.exitLag;
    lostTags = Set.copyOf(builder.lostTags);
  }

  /**
   * Starts with a VM on which all goes well.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  boolean isSilentAt(Duration age) {
    return silentAfter != null && age.compareTo(silentAfter) >= 0;
  }

  /** Collects what goes wrong. Not thread-safe. */
  public static final class Builder {
    private Duration bootDelay = Duration.ZERO;
    private boolean neverBoots;
    private boolean verifiesHostKey;
    private @Nullable Duration silentAfter;
    private Silence silence = Silence.REFUSES;
    private @Nullable Duration diesAfter;
    private @Nullable Duration brokenAfter;
    private boolean noRunner;
    private double crashRateBeforeRunning;
    private double crashRateWhileRunning;
    private double stuckLockRate;
    private boolean stuckForever;
    private Duration detachDelay = Duration.ZERO;
    private Duration exitLag = Duration.ZERO;
    private Set<String> lostTags = Set.of();

    private Builder() {}

    /**
     * Sets how long the boot probe fails.
     *
     * @param value from the VM's creation
     * @return this
     */
    public Builder bootDelay(Duration value) {
      bootDelay = value;
      return this;
    }

    /**
     * Sets whether the boot probe fails for ever.
     *
     * @param value true for a VM that never comes up
     * @return this
     */
    public Builder neverBoots(boolean value) {
      neverBoots = value;
      return this;
    }

    /**
     * Sets whether the cloud knows the VM's host key; if not, as by default, the secret file tells
     * whose it is.
     *
     * @param value true for a cloud that knows
     * @return this
     */
    public Builder verifiesHostKey(boolean value) {
      verifiesHostKey = value;
      return this;
    }

    /**
     * Has it stop answering, while what runs there goes on.
     *
     * @param after when
     * @param how how it is silent then
     * @return this
     */
    public Builder stopsAnswering(Duration after, Silence how) {
      silentAfter = after;
      silence = how;
      return this;
    }

    /**
     * Has it die with all that runs there. It stays listed until it is destroyed.
     *
     * @param after when
     * @return this
     */
    public Builder dies(Duration after) {
      diesAfter = after;
      return this;
    }

    /**
     * Has its runner say that it can't start containers.
     *
     * @param after when
     * @return this
     */
    public Builder reportsBroken(Duration after) {
      brokenAfter = after;
      return this;
    }

    /**
     * Sets whether the runner is missing, and can't be put there.
     *
     * @param value true if so
     * @return this
     */
    public Builder noRunner(boolean value) {
      noRunner = value;
      return this;
    }

    /**
     * Sets how often a start is taken whose runner crashes before it ever reports it as running.
     *
     * @param value a rate
     * @return this
     */
    public Builder crashRateBeforeRunning(double value) {
      crashRateBeforeRunning = Chance.checkedRate("crashRateBeforeRunning", value);
      return this;
    }

    /**
     * Sets how often the runner of a container crashes while that runs, and takes it along.
     *
     * @param value a rate
     * @return this
     */
    public Builder crashRateWhileRunning(double value) {
      crashRateWhileRunning = Chance.checkedRate("crashRateWhileRunning", value);
      return this;
    }

    /**
     * Sets how often something holds a container's lock when its runner has ended: it is {@code
     * stale} from then on, until it gets the signal KILL. Where the runner crashed, that is the
     * container itself.
     *
     * @param value a rate
     * @return this
     */
    public Builder stuckLockRate(double value) {
      stuckLockRate = Chance.checkedRate("stuckLockRate", value);
      return this;
    }

    /**
     * Sets whether a stuck lock stays stuck whatever signal is sent.
     *
     * @param value true if only the VM's end frees it
     * @return this
     */
    public Builder stuckForever(boolean value) {
      stuckForever = value;
      return this;
    }

    /**
     * Sets how long a start command takes; the container begins at its end, even if nobody waits
     * for the answer any more.
     *
     * @param value how long
     * @return this
     */
    public Builder detachDelay(Duration value) {
      detachDelay = value;
      return this;
    }

    /**
     * Sets how long a runner is still there, and its container listed as alive, when that has
     * ended.
     *
     * @param value how long
     * @return this
     */
    public Builder exitLag(Duration value) {
      exitLag = value;
      return this;
    }

    /**
     * Sets which tags the cloud never keeps, though it says that it did.
     *
     * @param keys the keys
     * @return this
     */
    public Builder lostTags(Set<String> keys) {
      lostTags = keys;
      return this;
    }

    /**
     * Makes the behaviour.
     *
     * @return an immutable copy of what was set
     */
    public VmBehavior build() {
      return new VmBehavior(this);
    }
  }
}
