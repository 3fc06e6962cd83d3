package io.dispatchcloud.driver.gce;

import java.util.Locale;

/** A call, or the operation that it began, failed. Within the driver only: no caller sees it. */
final class ApiException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String what;
  private final transient Fault fault;
  private final Meaning meaning;
  private final boolean outcomeUnknown;

  ApiException(String what, Fault fault, Meaning meaning) {
    this(what, fault, meaning, false);
  }

  private ApiException(String what, Fault fault, Meaning meaning, boolean outcomeUnknown) {
    super(String.format(Locale.ROOT, "%s: %s", what, fault));
    this.what = what;
    this.fault = fault;
    this.meaning = meaning;
    this.outcomeUnknown = outcomeUnknown;
  }

  /** One that Compute Engine has said nothing about, so that the outcome is unknown. */
  static ApiException withoutAnswer(String what, String message) {
    return new ApiException(what, Fault.withoutAnswer(message), Meaning.ORDINARY);
  }

  Fault fault() {
    return fault;
  }

  Meaning meaning() {
    return meaning;
  }

  /** Whether asking again later may well be answered: too many calls, or trouble on the way. */
  boolean isTransient() {
    return meaning == Meaning.RATE_LIMIT
        || (meaning == Meaning.ORDINARY && (fault.status() == 0 || fault.status() >= 500));
  }

  /** Whether what was ordered was certainly not done: that was refused, or tried and failed. */
  boolean isRefusal() {
    int status = fault.status();
    return !outcomeUnknown
        && (status == 0 ? !fault.codes().isEmpty() : status >= 400 && status < 500);
  }

  /** The same, with another message. */
  ApiException withMessage(String message) {
    return new ApiException(what, fault.withMessage(message), meaning, outcomeUnknown);
  }

  /** The same, as the failure of something else with that request id. */
  ApiException of(String other, String requestId) {
    return new ApiException(other, fault.withRequestId(requestId), meaning, outcomeUnknown);
  }

  /** The same, where it only kept us from learning what became of an order. */
  ApiException withOutcomeUnknown() {
    return new ApiException(what, fault, meaning, true);
  }
}
