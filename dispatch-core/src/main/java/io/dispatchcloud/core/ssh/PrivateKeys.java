package io.dispatchcloud.core.ssh;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import io.dispatchcloud.api.config.Secret;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Private keys to log in with: reading, checking and making them. */
public final class PrivateKeys {
  private static final String EXPECTED =
      "privateKey: could not be read; expected an unencrypted RSA, ECDSA or Ed25519 private key in"
          + " OpenSSH or PEM form (-----BEGIN ... PRIVATE KEY-----)";

  private PrivateKeys() {}

  /**
   * The public half of a private key, as it stands in {@code authorized_keys}.
   *
   * @param privateKey a private key in OpenSSH or PEM form, unencrypted
   * @return the key's type and its Base64 form, without a comment
   * @throws IllegalArgumentException if it is not such a key; shows nothing of it
   */
  public static String publicKeyLine(Secret privateKey) {
    KeyPair pair = load(privateKey);
    try {
      return pair.getKeyTypeString()
          + " "
          + Base64.getEncoder().encodeToString(pair.getPublicKeyBlob());
    } finally {
      pair.dispose();
    }
  }

  /**
   * Makes a new Ed25519 key.
   *
   * @return the private key in OpenSSH form, unencrypted
   */
  public static Secret generateEd25519() {
    try {
      KeyPair pair = KeyPair.genKeyPair(jsch(), KeyPair.ED25519);
      pair.setPublicKeyComment("dispatch");
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      pair.writeOpenSSHv1PrivateKey(out, null);
      pair.dispose();
      return Secret.of(out.toString(StandardCharsets.US_ASCII));
    } catch (JSchException e) {
      throw new AssertionError("Java 17 has Ed25519", e);
    }
  }

  /**
   * The key in a form that the SSH library reads, checked.
   *
   * @throws IllegalArgumentException if it can't be used
   */
  static byte[] checked(Secret privateKey) {
    KeyPair pair = load(privateKey);
    pair.dispose();
    return normalized(privateKey);
  }

  private static KeyPair load(Secret privateKey) {
    try {
      KeyPair pair = KeyPair.load(jsch(), normalized(privateKey), null);
      // A signature shows that the private half is there and makes sense.
      if (!pair.isEncrypted()
          && isAccepted(pair.getKeyType())
          && pair.getPublicKeyBlob() != null
          && pair.getSignature(new byte[] {1}) != null) {
        return pair;
      }
    } catch (JSchException | RuntimeException e) {
      // Neither its message nor its cause goes on: both may quote the key.
    }
    throw new IllegalArgumentException(EXPECTED);
  }

  private static boolean isAccepted(int type) {
    return type == KeyPair.RSA || type == KeyPair.ECDSA || type == KeyPair.ED25519;
  }

  private static byte[] normalized(Secret privateKey) {
    String text = privateKey.reveal().strip().replace("\r\n", "\n") + "\n";
    if (!text.startsWith("-----BEGIN ")) {
      throw new IllegalArgumentException(EXPECTED);
    }
    return Pkcs8Ed25519.toOpenSsh(text).getBytes(StandardCharsets.UTF_8);
  }

  private static JSch jsch() {
    JSch jsch = new JSch();
    jsch.setInstanceLogger(JschLog.INSTANCE);
    return jsch;
  }
}
