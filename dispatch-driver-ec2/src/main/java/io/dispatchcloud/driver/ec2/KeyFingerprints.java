package io.dispatchcloud.driver.ec2;

import io.dispatchcloud.api.cloud.CloudException;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What EC2 may show as the fingerprint of a public key (EC2-3). */
final class KeyFingerprints {
  private static final Pattern LINE = Pattern.compile("(\\S+)\\s+(\\S+)(?:\\s.*)?");
  private static final HexFormat COLON_HEX = HexFormat.ofDelimiter(":");
  private static final byte[] ED25519_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");
  private static final int ED25519_BYTES = 32;

  private KeyFingerprints() {}

  /** Whether two lines are of one key, whatever their comments. */
  static boolean isSameKey(String line, String other) {
    Matcher words = LINE.matcher(line.strip());
    Matcher others = LINE.matcher(other.strip());
    return words.matches()
        && others.matches()
        && words.group(1).equals(others.group(1))
        && words.group(2).equals(others.group(2));
  }

  /**
   * Reads a key in OpenSSH's one-line form.
   *
   * @return its fingerprints, the one that names an imported key first
   */
  static List<String> of(String line) throws CloudException {
    Matcher words = LINE.matcher(line.strip());
    if (!words.matches()) {
      throw unreadable("");
    }
    String kind = words.group(1);
    try {
      byte[] wire = Base64.getDecoder().decode(words.group(2));
      return switch (kind) {
        case "ssh-rsa" -> ofRsa(rsaInfo(wire));
        case "ssh-ed25519" -> ofEd25519(wire, ed25519Info(wire));
        default -> throw unreadable(kind);
      };
    } catch (IllegalArgumentException | BufferUnderflowException | GeneralSecurityException e) {
      throw unreadable(kind);
    }
  }

  private static List<String> ofRsa(byte[] der) throws NoSuchAlgorithmException {
    return List.of(
        COLON_HEX.formatHex(digest("MD5", der)), COLON_HEX.formatHex(digest("SHA-1", der)));
  }

  /** EC2's own first, then those of clouds that treat all keys as they treat RSA ones. */
  private static List<String> ofEd25519(byte[] wire, byte[] der) throws NoSuchAlgorithmException {
    byte[] sha256 = digest("SHA-256", wire);
    return List.of(
        Base64.getEncoder().encodeToString(sha256),
        Base64.getEncoder().withoutPadding().encodeToString(sha256),
        COLON_HEX.formatHex(digest("MD5", der)),
        COLON_HEX.formatHex(digest("SHA-1", der)),
        COLON_HEX.formatHex(digest("SHA-256", der)));
  }

  private static CloudException unreadable(String kind) {
    return new CloudException(
        "public key: '"
            + kind
            + " ...'; expected OpenSSH's one-line form of ssh-rsa or ssh-ed25519");
  }

  /** The DER form of the key's SubjectPublicKeyInfo, made of RFC 4253's type, e and n. */
  private static byte[] rsaInfo(byte[] wire) throws GeneralSecurityException {
    ByteBuffer parts = ByteBuffer.wrap(wire);
    String type = new String(part(parts), StandardCharsets.US_ASCII);
    if (!type.equals("ssh-rsa")) {
      throw new IllegalArgumentException("another type within");
    }
    BigInteger exponent = new BigInteger(part(parts));
    BigInteger modulus = new BigInteger(part(parts));
    return KeyFactory.getInstance("RSA")
        .generatePublic(new RSAPublicKeySpec(modulus, exponent))
        .getEncoded();
  }

  /** The same of RFC 8032's 32 bytes, behind RFC 8410's head, which never differs. */
  private static byte[] ed25519Info(byte[] wire) {
    ByteBuffer parts = ByteBuffer.wrap(wire);
    String type = new String(part(parts), StandardCharsets.US_ASCII);
    byte[] key = part(parts);
    if (!type.equals("ssh-ed25519") || key.length != ED25519_BYTES) {
      throw new IllegalArgumentException("another type within");
    }
    return ByteBuffer.allocate(ED25519_HEAD.length + key.length).put(ED25519_HEAD).put(key).array();
  }

  private static byte[] part(ByteBuffer parts) {
    int length = parts.getInt();
    if (length < 0 || length > parts.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] part = new byte[length];
    parts.get(part);
    return part;
  }

  private static byte[] digest(String algorithm, byte[] bytes) throws NoSuchAlgorithmException {
    return MessageDigest.getInstance(algorithm).digest(bytes);
  }
}
