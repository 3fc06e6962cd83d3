package io.dispatchcloud.driver.gce;

import java.util.Locale;

/**
 * An exchange came to no good end. Unchecked, for it has to find its way through Google's client.
 */
final class RestFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Fault fault;

  RestFailure(Fault fault) {
    super(String.format(Locale.ROOT, "%s", fault));
    this.fault = fault;
  }

  Fault fault() {
    return fault;
  }
}
