package io.dispatchcloud.core;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What becomes of an instance with nothing to do (POOL-2). Kept as a tag of the instance. */
public enum IdleBehavior {
  /** Normal: it is given work, and is shut down when it was idle for a while. */
  RUN,
  /** It is given no work and is never shut down. */
  HOLD,
  /** It is given no work and is shut down as soon as nothing runs there. */
  DRAIN;

  /**
   * The word that stands in the tag.
   *
   * @return the name in lower case
   */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads the tag.
   *
   * @param word what it says
   * @return the behaviour, if it is one
   */
  public static Optional<IdleBehavior> parse(String word) {
    return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
  }
}
