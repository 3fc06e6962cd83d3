package io.dispatchcloud.driver.ec2;

import io.dispatchcloud.api.cloud.CloudException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Goes through all pages of an answer, or fails. */
final class Pages {
  private Pages() {}

  /** Asks for one page. */
  @FunctionalInterface
  interface Page {
    /** Handles the page of a token, the first one's is null; returns the next one's, if any. */
    @Nullable String ask(@Nullable String token) throws CloudException;
  }

  static void forEach(String what, Deadline deadline, Page page) throws CloudException {
    Set<String> seen = new HashSet<>();
    String token = null;
    do {
      deadline.check(what);
      token = page.ask(token);
      if (token != null && !token.isEmpty() && !seen.add(token)) {
        throw new CloudException("EC2: " + what + " goes in circles: one page follows twice");
      }
    } while (token != null && !token.isEmpty());
  }
}
