package io.dispatchcloud.test.stub;

import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import java.util.Objects;

/**
 * Something that was done to a container in a {@link StubQueue}.
 *
 * @param kind what was done
 * @param container the container as it was after that
 * @param detail why, for people; empty for no reason
 */
public record QueueChange(Kind kind, Container container, String detail) {
  /** What can be done to a container. */
  public enum Kind {
    /** It was submitted. */
    SUBMITTED,
    /** Its priority was changed. */
    PRIORITY,
    /** A dispatcher took it. */
    LOCKED,
    /** A dispatcher gave it back, or gave it up. */
    UNLOCKED,
    /** It is about to be started on an instance. */
    START_RECORDED,
    /** It was seen to run, for the first time. */
    RUNNING,
    /** Its result was recorded, for the first time. */
    RESULT,
    /** Its attempt was lost or ended for a hold. */
    REQUEUED,
    /** It was cancelled, by a dispatcher or its owner. */
    CANCELLED,
    /** What a dispatcher wanted was refused; the detail says what and why. */
    REFUSED
  }

  public QueueChange {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(container, "container");
    Objects.requireNonNull(detail, "detail");
  }

  /**
   * Which container.
   *
   * @return its id
   */
  public ContainerId id() {
    return container.id();
  }

  @Override
  public String toString() {
    return kind
        + " "
        + container.id()
        + "#"
        + container.attempt()
        + " "
        + container.state()
        + (detail.isEmpty() ? "" : " (" + detail + ")");
  }
}
