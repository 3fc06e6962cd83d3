package io.dispatchcloud.queue.arvados;

import io.dispatchcloud.api.config.Secret;
import java.util.ArrayList;
import java.util.List;

/** Takes the token out of what a server, or a library, says. Immutable. */
final class Masking {
  private static final int LONGEST = 500;

  private final List<String> secrets = new ArrayList<>();

  Masking(Secret token) {
    String whole = token.reveal();
    secrets.add(whole);
    // v2/UUID/SECRET: the last part is as good as the whole.
    int last = whole.lastIndexOf('/');
    if (last >= 0 && last < whole.length() - 1) {
      secrets.add(whole.substring(last + 1));
    }
  }

  /** A text for a message: one line, not long, without the token. */
  String clean(String text) {
    String masked = text;
    for (String secret : secrets) {
      masked = masked.replace(secret, Secret.MASK);
    }
    String line = masked.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
  }
}
