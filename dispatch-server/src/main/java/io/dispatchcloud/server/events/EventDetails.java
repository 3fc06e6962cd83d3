package io.dispatchcloud.server.events;

import io.dispatchcloud.core.DispatchEvent;
import java.util.Locale;

/** What events say in words, for programs. */
final class EventDetails {
  private static final String TO = " to ";

  private EventDetails() {}

  /** An instance's state after the event, as in {@code BOOTING to IDLE: why}. */
  static String state(DispatchEvent event) {
    String change = beforeColon(event.detail());
    int to = change.lastIndexOf(TO);
    return (to < 0 ? change : change.substring(to + TO.length())).toLowerCase(Locale.ROOT);
  }

  /** An instance's behaviour after the event: the first word of {@code drain: why}. */
  static String behavior(DispatchEvent event) {
    return beforeColon(event.detail());
  }

  private static String beforeColon(String detail) {
    int colon = detail.indexOf(':');
    return colon < 0 ? detail : detail.substring(0, colon);
  }
}
