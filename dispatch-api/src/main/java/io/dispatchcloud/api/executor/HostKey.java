package io.dispatchcloud.api.executor;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;

/**
 * The public key by which an SSH server says who it is, in the wire format of RFC 4253, section
 * 6.6. Immutable.
 */
public final class HostKey {
  private final String algorithm;
  private final byte[] bytes;

  /**
   * Made from what the server showed.
   *
   * @param algorithm the key's type: {@code ssh-ed25519}, {@code ssh-rsa}, ...
   * @param bytes the key in wire format; copied
   */
  public HostKey(String algorithm, byte[] bytes) {
    this.algorithm = Objects.requireNonNull(algorithm, "algorithm");
    this.bytes = bytes.clone();
  }

  /**
   * The key's type.
   *
   * @return for example {@code ssh-ed25519}
   */
  public String algorithm() {
    return algorithm;
  }

  /**
   * The key itself.
   *
   * @return a copy of the bytes in wire format
   */
  public byte[] bytes() {
    return bytes.clone();
  }

  /**
   * The fingerprint that OpenSSH shows.
   *
   * @return {@code SHA256:} and unpadded Base64
   */
  public String fingerprint() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HostKey key
        && algorithm.equals(key.algorithm)
        && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return algorithm + " " + fingerprint();
  }
}
