package io.dispatchcloud.api.container;

import java.util.Map;
import java.util.Objects;

/**
 * A container as somebody submits it: what to run, what it needs, and how much it matters.
 *
 * @param id its name
 * @param run what is run
 * @param needs what it needs
 * @param priority higher ones go first; below 1 it is on hold (CTR-4)
 * @param supervisor whether its work is to submit other containers (CTR-5)
 * @param preemptible whether it asks for instances that the provider may take back
 * @param labels whatever its owner wants to find it by
 * @param retry when it runs again after it failed by itself
 */
public record ContainerSpec(
    ContainerId id,
    RunSpec run,
    Needs needs,
    long priority,
    boolean supervisor,
    boolean preemptible,
    Map<String, String> labels,
    RetryRule retry) {
  public ContainerSpec {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(run, "run");
    Objects.requireNonNull(needs, "needs");
    labels = Map.copyOf(labels);
    Objects.requireNonNull(retry, "retry");
  }

  /**
   * Starts a container with what each must have.
   *
   * @param id its name; see {@link ContainerId}
   * @param needs what it needs
   * @param run what is run
   * @return a builder for the rest; the priority is 1 unless said otherwise
   */
  public static Builder builder(String id, Needs needs, RunSpec run) {
    return new Builder(new ContainerId(id), needs, run);
  }

  /** Collects the optional parts of a container. Not thread-safe. */
  public static final class Builder {
    private final ContainerId id;
    private final Needs needs;
    private final RunSpec run;
    private long priority = 1;
    private boolean supervisor;
    private boolean preemptible;
    private Map<String, String> labels = Map.of();
    private RetryRule retry = RetryRule.NONE;

    private Builder(ContainerId id, Needs needs, RunSpec run) {
      this.id = id;
      this.needs = needs;
      this.run = run;
    }

    /**
     * Sets the priority.
     *
     * @param value higher goes first; below 1 is on hold
     * @return this
     */
    public Builder priority(long value) {
      priority = value;
      return this;
    }

    /**
     * Sets whether its work is to submit others.
     *
     * @param value true for a supervisor
     * @return this
     */
    public Builder supervisor(boolean value) {
      supervisor = value;
      return this;
    }

    /**
     * Sets whether it asks for instances that the provider may take back.
     *
     * @param value true for spot instances
     * @return this
     */
    public Builder preemptible(boolean value) {
      preemptible = value;
      return this;
    }

    /**
     * Sets the labels.
     *
     * @param value names and values
     * @return this
     */
    public Builder labels(Map<String, String> value) {
      labels = value;
      return this;
    }

    /**
     * Sets when it runs again after it failed by itself.
     *
     * @param value the rule; {@link RetryRule#NONE} unless said otherwise
     * @return this
     */
    public Builder retry(RetryRule value) {
      retry = value;
      return this;
    }

    /**
     * Makes the container.
     *
     * @return the checked container
     */
    public ContainerSpec build() {
      return new ContainerSpec(id, run, needs, priority, supervisor, preemptible, labels, retry);
    }
  }
}
