package io.dispatchcloud.driver.ec2;

import java.io.IOException;

/** An answer came that is none of EC2's, by its size or its form. Tells nothing that is in it. */
final class UnfitAnswerException extends IOException {
  private static final long serialVersionUID = 1L;

  UnfitAnswerException(String message) {
    super(message);
  }
}
