package io.dispatchcloud.queue.arvados;

import io.dispatchcloud.api.queue.ControllerException;

/** The server said something that is not as documented: nothing can be concluded from it. */
final class BadAnswerException extends ControllerException {
  private static final long serialVersionUID = 1L;

  BadAnswerException(String message) {
    super(message);
  }
}
