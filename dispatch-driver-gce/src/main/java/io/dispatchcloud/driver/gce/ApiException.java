package io.dispatchcloud.driver.gce;

import java.util.Locale;

/** A call, or the operation that it began, failed. Within the driver only: no caller sees it. */
final class ApiException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String what;
  private final transient Fault fault;
  private final Meaning meaning;

  ApiException(String what, Fault fault, Meaning meaning) {
    super(String.format(Locale.ROOT, "%s: %s", what, fault));
    this.what = what;
    this.fault = fault;
    this.meaning = meaning;
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

  /** The same, with another message. */
  ApiException withMessage(String message) {
    return new ApiException(what, fault.withMessage(message), meaning);
  }
}
