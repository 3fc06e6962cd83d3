package io.dispatchcloud.api.queue;

import io.dispatchcloud.api.container.Container;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Somebody else was faster: the container is not in a state, or not in the attempt, from which the
 * change is allowed. Nothing was changed.
 */
public final class ConflictException extends ControllerException {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable Container current;

  /**
   * Made with what is there instead.
   *
   * @param message what was asked, and why it can't be
   * @param current the container as it is; null if there is none
   */
  public ConflictException(String message, @Nullable Container current) {
    super(message);
    this.current = current;
  }

  /**
   * The container as it is.
   *
   * @return it, or empty if it was deleted
   */
  public Optional<Container> current() {
    return Optional.ofNullable(current);
  }
}
