package io.dispatchcloud.queue.jdbc;

import io.dispatchcloud.api.queue.ControllerException;

/**
 * The database can't be reached at the moment, or takes no connections: it is down, restarts, or is
 * cut off. Trying again later may help, which it does not where credentials or names are wrong.
 */
public final class UnreachableException extends ControllerException {
  private static final long serialVersionUID = 1L;

  UnreachableException(String message, Throwable cause) {
    super(message, cause);
  }
}
