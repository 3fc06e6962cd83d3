package io.dispatchcloud.core.ssh;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/**
 * Rewrites an Ed25519 key in PKCS#8 form as an OpenSSH one. The SSH library reads the former only
 * with a crypto provider beside Java's own, because it has to compute the public half.
 */
final class Pkcs8Ed25519 {
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";
  private static final String TYPE = "ssh-ed25519";

  private Pkcs8Ed25519() {}

  /** The same text if it is any other key, or none. */
  static String toOpenSsh(String text) {
    int end = text.indexOf(END);
    if (!text.startsWith(BEGIN) || end < 0) {
      return text;
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(text.substring(BEGIN.length(), end));
      return KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(der))
              instanceof EdECPrivateKey key
          ? openSsh(key.getBytes().orElseThrow())
          : text;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return text; // another kind of key, or a broken one: the library tells
    }
  }

  private static String openSsh(byte[] seed) throws GeneralSecurityException {
    byte[] point = publicKey(seed);
    byte[] publicKey = new Wire().string(TYPE).string(point).bytes();
    byte[] both = Arrays.copyOf(seed, seed.length + point.length);
    System.arraycopy(point, 0, both, seed.length, point.length);
    Wire secret = new Wire().number(0).number(0).string(TYPE).string(point).string(both).string("");
    for (int pad = 1; secret.bytes().length % 8 != 0; pad++) {
      secret.raw(new byte[] {(byte) pad});
    }
    byte[] all =
        new Wire()
            .raw("openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII))
            .string("none")
            .string("none")
            .string("")
            .number(1)
            .string(publicKey)
            .string(secret.bytes())
            .bytes();
    return "-----BEGIN OPENSSH PRIVATE KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(all)
        + "\n-----END OPENSSH PRIVATE KEY-----\n";
  }

  /** Java has no call for it, but makes the pair that belongs to the seed it draws. */
  private static byte[] publicKey(byte[] seed) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
    generator.initialize(NamedParameterSpec.ED25519, new Drawn(seed));
    EdECPublicKey key = (EdECPublicKey) generator.generateKeyPair().getPublic();
    byte[] bigEndian = key.getPoint().getY().toByteArray();
    byte[] point = new byte[32];
    for (int i = 0; i < Math.min(32, bigEndian.length); i++) {
      point[i] = bigEndian[bigEndian.length - 1 - i];
    }
    if (key.getPoint().isXOdd()) {
      point[31] |= (byte) 0x80;
    }
    return point;
  }

  /** Draws what it was given. */
  private static final class Drawn extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final byte[] seed;

    Drawn(byte[] seed) {
      this.seed = seed;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      System.arraycopy(seed, 0, bytes, 0, bytes.length);
    }
  }

  /** Writes the data types of RFC 4251, section 5. */
  private static final class Wire {
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(buffer);

    Wire number(int number) {
      try {
        out.writeInt(number);
      } catch (IOException e) {
        throw new AssertionError("memory does not fail so", e);
      }
      return this;
    }

    Wire raw(byte[] bytes) {
      buffer.writeBytes(bytes);
      return this;
    }

    Wire string(byte[] bytes) {
      return number(bytes.length).raw(bytes);
    }

    Wire string(String text) {
      return string(text.getBytes(StandardCharsets.US_ASCII));
    }

    byte[] bytes() {
      return buffer.toByteArray();
    }
  }
}
