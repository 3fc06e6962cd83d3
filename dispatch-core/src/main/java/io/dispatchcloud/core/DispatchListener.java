package io.dispatchcloud.core;

/** Is told what the dispatcher does. */
@FunctionalInterface
public interface DispatchListener {
  /**
   * Something happened. Called on the dispatcher's own thread, in the order of events: be brief and
   * don't block. What it throws is logged, and changes nothing.
   *
   * @param event what happened
   */
  void onEvent(DispatchEvent event);
}
