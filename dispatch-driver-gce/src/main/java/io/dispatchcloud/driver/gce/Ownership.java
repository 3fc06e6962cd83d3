package io.dispatchcloud.driver.gce;

import io.dispatchcloud.api.cloud.InstanceSetId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The label by which all that a set made is known to be its own (SET-5), whatever becomes of the
 * tags. An id that is too long for a label is told by its digest.
 *
 * @param value the label's value
 */
record Ownership(String value) {
  /** The label's key. */
  static final String LABEL = "dispatch-instance-set";

  /** What a filter takes for a text also without quotes. */
  private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9_-]*");

  private static final int DIGEST_DIGITS = 40;

  static Ownership of(InstanceSetId id) {
    String encoded = LabelText.encodeValue(id.value());
    return new Ownership(encoded.length() <= LabelText.LONGEST ? encoded : digest(id));
  }

  private static String digest(InstanceSetId id) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(id.value().getBytes(StandardCharsets.UTF_8));
      return "x-sha256-" + HexFormat.of().formatHex(digest).substring(0, DIGEST_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  boolean covers(Map<String, String> labels) {
    return value.equals(labels.get(LABEL));
  }

  /** Finds all that is ours on the server. */
  String filter() {
    boolean bare = WORD.matcher(value).matches() && !value.equals("true") && !value.equals("false");
    return "labels." + LABEL + "=" + (bare ? value : '"' + value + '"');
  }
}
