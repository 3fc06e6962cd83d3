package io.dispatchcloud.driver.ec2;

import io.dispatchcloud.api.executor.HostKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The SSH host keys that an instance printed to its console when it first booted, as cloud-init
 * does it: whole keys, or their fingerprints, each kind between a line that begins it and one that
 * ends it.
 *
 * @param keys whole keys in wire format
 * @param fingerprints of keys, {@code SHA256:...}
 */
record ConsoleKeys(List<byte[]> keys, List<String> fingerprints) {
  private static final Pattern EDGE =
      Pattern.compile("-----(BEGIN|END) SSH HOST KEY (KEYS|FINGERPRINTS)-----");
  // An instance's log may put its own prefix before each line: "ec2: ", "<14>May 1 ... cloud-init:
  // ".
  private static final Pattern KEY =
      Pattern.compile("(?:ssh-|ecdsa-|sk-)[\\w@.-]+ ([A-Za-z0-9+/]{40,}={0,2})(?:\\s|$)");
  private static final Pattern FINGERPRINT =
      Pattern.compile("\\b\\d+ (SHA256:[A-Za-z0-9+/]{43})(?:=?\\s|=?$)");

  /** Reads the console's output as EC2 hands it out, in Base64. */
  static ConsoleKeys read(String base64) {
    byte[] text;
    try {
      text = Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      // Cut off in the middle: as good as nothing yet.
      return new ConsoleKeys(List.of(), List.of());
    }
    return parse(new String(text, StandardCharsets.UTF_8));
  }

  static ConsoleKeys parse(String console) {
    List<byte[]> keys = new ArrayList<>();
    List<String> fingerprints = new ArrayList<>();
    String within = "";
    for (String line : console.lines().toList()) {
      Matcher edge = EDGE.matcher(line);
      if (edge.find()) {
        within = edge.group(1).equals("BEGIN") ? edge.group(2) : "";
      } else if (within.equals("KEYS")) {
        Matcher key = KEY.matcher(line);
        if (key.find()) {
          decode(key.group(1), keys);
        }
      } else if (within.equals("FINGERPRINTS")) {
        Matcher fingerprint = FINGERPRINT.matcher(line);
        if (fingerprint.find()) {
          fingerprints.add(fingerprint.group(1));
        }
      }
    }
    return new ConsoleKeys(List.copyOf(keys), List.copyOf(fingerprints));
  }

  private static void decode(String base64, List<byte[]> keys) {
    try {
      keys.add(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      // The line was cut off. What is left of it is nobody's key.
      return;
    }
  }

  /** Whether the instance has not printed any yet, or not in a way that is understood. */
  boolean isEmpty() {
    return keys.isEmpty() && fingerprints.isEmpty();
  }

  boolean contain(HostKey shown) {
    byte[] fingerprint = shown.fingerprint().getBytes(StandardCharsets.UTF_8);
    return keys.stream().anyMatch(key -> MessageDigest.isEqual(key, shown.bytes()))
        || fingerprints.stream()
            .anyMatch(
                each -> MessageDigest.isEqual(each.getBytes(StandardCharsets.UTF_8), fingerprint));
  }
}
