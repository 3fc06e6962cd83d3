package io.dispatchcloud.driver.gce;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Compute Engine said about something that failed, from the body of an answer or from an
 * operation that ended badly: both look different and mean the same.
 *
 * @param status the HTTP status; 0 if there was none
 * @param codes every code, reason and status word that was given, the most telling first
 * @param message its words for people; may be empty
 * @param metric the quota that is used up, such as {@code N2_CPUS}; empty if it is no quota
 * @param requestId by which the call is found in audit logs; may be empty
 * @param retryAfter how long it wants to be left alone; null if it did not say
 */
record Fault(
    int status,
    List<String> codes,
    String message,
    String metric,
    String requestId,
    @Nullable Duration retryAfter) {
  Fault {
    codes = List.copyOf(codes);
  }

  /** A failure that Compute Engine has said nothing about: no answer came, or none to be read. */
  static Fault withoutAnswer(String message) {
    return new Fault(0, List.of(), message, "", "", null);
  }

  Fault withMessage(String other) {
    return new Fault(status, codes, other, metric, requestId, retryAfter);
  }

  Fault withRequestId(String id) {
    return new Fault(status, codes, message, metric, id, retryAfter);
  }

  /** For people: codes, message and request id. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (status != 0) {
      text.append("HTTP ").append(status).append(' ');
    }
    if (!codes.isEmpty()) {
      text.append(String.join(" ", codes)).append(' ');
    }
    text.append(message);
    if (!requestId.isEmpty()) {
      text.append(" (request ").append(requestId).append(')');
    }
    return text.toString().strip();
  }
}
