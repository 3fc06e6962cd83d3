package io.dispatchcloud.driver.gce;

import com.google.cloud.compute.v1.GuestAttributesEntry;
import com.google.cloud.compute.v1.Metadata;
import io.dispatchcloud.api.executor.ExecutorException;
import io.dispatchcloud.api.executor.HostKey;
import io.dispatchcloud.api.executor.HostKeyVerdict;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Compares host keys with those that an instance's guest agent published at boot (GCE-3). Until it
 * has, nobody can tell whose a key is.
 */
final class GuestHostKeys {
  /** The metadata item without which an instance can publish nothing. */
  static final String ENABLED = "enable-guest-attributes";

  private static final String PATH = "hostkeys/";
  private static final Duration LIMIT = Duration.ofSeconds(50);

  private final ComputeApi api;
  private final InstantSource clock;

  GuestHostKeys(ComputeApi api, InstantSource clock) {
    this.api = api;
    this.clock = clock;
  }

  /** Whether an instance may publish its host keys. */
  static boolean areEnabled(Metadata metadata) {
    return metadata.getItemsList().stream()
        .anyMatch(
            item -> item.getKey().equals(ENABLED) && item.getValue().equalsIgnoreCase("true"));
  }

  /**
   * Compares a key with the published ones.
   *
   * @throws ExecutorException if there are none yet, or they can't be read: ask again later
   */
  HostKeyVerdict verify(String zone, String name, HostKey shown) throws ExecutorException {
    List<GuestAttributesEntry> published = published(zone, name);
    if (published.isEmpty()) {
      throw new ExecutorException(
          ExecutorException.Reason.UNREACHABLE, name + " has not published its host keys yet");
    }
    for (GuestAttributesEntry entry : published) {
      Optional<byte[]> key = key(entry.getValue());
      if (key.isPresent() && MessageDigest.isEqual(key.get(), shown.bytes())) {
        return HostKeyVerdict.ACCEPTED;
      }
    }
    return HostKeyVerdict.REFUSED;
  }

  private List<GuestAttributesEntry> published(String zone, String name) throws ExecutorException {
    try {
      return api.guestAttributes(zone, name, PATH, Deadline.in(clock, LIMIT))
          .getQueryValue()
          .getItemsList();
    } catch (ApiException e) {
      if (e.meaning() == Meaning.GONE) {
        return List.of();
      }
      // The connection is there, but nobody can say whose it is: try again later.
      throw new ExecutorException(
          ExecutorException.Reason.UNREACHABLE,
          "the host keys of " + name + " can't be read: " + e.getMessage());
    }
  }

  /** The key in a value, which has the form of a key file or is its second word alone. */
  private static Optional<byte[]> key(String value) {
    String[] words = value.strip().split("\\s+", -1);
    String base64 = words.length > 1 ? words[1] : words[0];
    try {
      return Optional.of(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      // Anything on the instance can write there, so anything may stand there; it is no key.
      return Optional.empty();
    }
  }
}
