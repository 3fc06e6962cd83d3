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

  private KeyFingerprints() {}

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
        case "ssh-ed25519" -> ofEd25519(wire);
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

  private static List<String> ofEd25519(byte[] wire) throws NoSuchAlgorithmException {
    byte[] sha256 = digest("SHA-256", wire);
    return List.of(
        Base64.getEncoder().encodeToString(sha256),
        Base64.getEncoder().withoutPadding().encodeToString(sha256));
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
