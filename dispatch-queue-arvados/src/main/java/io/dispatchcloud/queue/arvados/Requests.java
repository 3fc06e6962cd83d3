package io.dispatchcloud.queue.arvados;

import io.dispatchcloud.api.queue.ControllerException;

/** The requests of one call to the store, which together take no longer than one may. */
@FunctionalInterface
interface Requests {
  /** Sends the next one; see {@link ApiClient}. */
  Answer send(Call call) throws ControllerException;
}
