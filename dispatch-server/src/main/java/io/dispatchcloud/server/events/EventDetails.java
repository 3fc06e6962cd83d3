package io.dispatchcloud.server.events;

import io.dispatchcloud.core.DispatchEvent;
import java.util.Locale;

/** What events say in words, for programs. */
final class EventDetails {
  private static final String TO = " to ";

  private EventDetails() {}

  /** An instance's state after the event: the last word of {@code BOOTING to IDLE}. */
  static String state(DispatchEvent event) {
    String detail = event.detail();
    int to = detail.lastIndexOf(TO);
    return (to < 0 ? detail : detail.substring(to + TO.length())).toLowerCase(Locale.ROOT);
  }

  /** An instance's behaviour after the event: the first word of {@code drain: why}. */
  static String behavior(DispatchEvent event) {
    String detail = event.detail();
    int colon = detail.indexOf(':');
    return colon < 0 ? detail : detail.substring(0, colon);
  }
}
