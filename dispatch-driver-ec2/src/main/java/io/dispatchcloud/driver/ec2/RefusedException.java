package io.dispatchcloud.driver.ec2;

/** EC2 refused a call: within the driver only, where somebody may know what to do about it. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  RefusedException(Refusal refusal, Throwable cause) {
    super(refusal.text(), cause);
    this.refusal = refusal;
  }

  Refusal refusal() {
    return refusal;
  }
}
