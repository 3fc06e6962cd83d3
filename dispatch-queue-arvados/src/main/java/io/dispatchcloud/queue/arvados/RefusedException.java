package io.dispatchcloud.queue.arvados;

import io.dispatchcloud.api.queue.ControllerException;

/**
 * The server did not do what it was asked to, for a reason that the container's own state may
 * explain: 403, 404, 409 or 422. Which of them it is for what is not relied upon.
 */
final class RefusedException extends ControllerException {
  private static final long serialVersionUID = 1L;

  RefusedException(String message) {
    super(message);
  }
}
