package io.dispatchcloud.driver.local.ssh;

import io.dispatchcloud.api.executor.HostKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.EdECPrivateKey;
import java.util.Arrays;
import java.util.Base64;
import org.apache.sshd.common.util.security.SecurityUtils;

/** An Ed25519 key pair by which a server says who it is. Immutable; shows nothing private. */
public final class ServerKey {
  private static final String ALGORITHM = "ssh-ed25519";
  private static final int LENGTH = 32;

  private final byte[] seed;
  private final byte[] point;

  private ServerKey(byte[] seed, byte[] point) {
    this.seed = seed;
    this.point = point;
  }

  /**
   * Makes a new one.
   *
   * @return a pair that nobody else has
   */
  public static ServerKey generate() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
      byte[] encoded = pair.getPublic().getEncoded();
      return new ServerKey(
          seed, Arrays.copyOfRange(encoded, encoded.length - LENGTH, encoded.length));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform since 15 has Ed25519", e);
    }
  }

  /**
   * Reads what {@link #encoded} wrote.
   *
   * @param text one line
   * @return the pair
   * @throws IllegalArgumentException if it is anything else; shows nothing of it
   */
  public static ServerKey decode(String text) {
    byte[] both = Base64.getDecoder().decode(text.strip());
    if (both.length != 2 * LENGTH) {
      throw new IllegalArgumentException("not a host key; expected 64 bytes in Base64");
    }
    return new ServerKey(Arrays.copyOf(both, LENGTH), Arrays.copyOfRange(both, LENGTH, 2 * LENGTH));
  }

  /**
   * Both keys as a text. It is a secret.
   *
   * @return one line
   */
  public String encoded() {
    byte[] both = Arrays.copyOf(seed, 2 * LENGTH);
    System.arraycopy(point, 0, both, LENGTH, LENGTH);
    return Base64.getEncoder().encodeToString(both);
  }

  /**
   * What the server shows to its clients.
   *
   * @return the public key
   */
  public HostKey publicKey() {
    byte[] algorithm = ALGORITHM.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer wire = ByteBuffer.allocate(4 + algorithm.length + 4 + LENGTH);
    wire.putInt(algorithm.length).put(algorithm).putInt(LENGTH).put(point);
    return new HostKey(ALGORITHM, wire.array());
  }

  /** The pair in the classes of whichever provider sshd takes Ed25519 from. */
  KeyPair keyPair() throws IOException {
    try {
      return new KeyPair(
          SecurityUtils.generateEDDSAPublicKey(ALGORITHM, point),
          SecurityUtils.generateEDDSAPrivateKey(ALGORITHM, seed));
    } catch (GeneralSecurityException e) {
      throw new IOException("the host key is damaged: " + e.getMessage(), e);
    }
  }

  @Override
  public String toString() {
    return publicKey().toString();
  }
}
