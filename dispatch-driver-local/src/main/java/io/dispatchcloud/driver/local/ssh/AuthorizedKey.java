package io.dispatchcloud.driver.local.ssh;

import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.Base64;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.server.auth.pubkey.PublickeyAuthenticator;
import org.apache.sshd.server.session.ServerSession;

/** Lets one user in with one key, and nobody else. */
final class AuthorizedKey implements PublickeyAuthenticator {
  private final String user;
  private final byte[] wire;

  /** The line is OpenSSH's: type, key, comment; an empty one refuses everybody. */
  AuthorizedKey(String user, String line) {
    this.user = user;
    this.wire = line.isBlank() ? new byte[0] : decode(line.strip().split("\\s+"));
  }

  private static byte[] decode(String[] words) {
    if (words.length >= 2) {
      try {
        return Base64.getDecoder().decode(words[1]);
      } catch (IllegalArgumentException e) {
        // Falls through to what was expected.
      }
    }
    throw new IllegalArgumentException(
        "public key: '" + words[0] + " ...'; expected OpenSSH's one-line form: type, key, comment");
  }

  @Override
  public boolean authenticate(String name, PublicKey key, ServerSession session) {
    ByteArrayBuffer shown = new ByteArrayBuffer();
    shown.putRawPublicKey(key);
    return wire.length > 0
        && user.equals(name)
        && MessageDigest.isEqual(wire, shown.getCompactData());
  }
}
