package io.dispatchcloud.core.ssh;

import com.jcraft.jsch.Session;
import io.dispatchcloud.api.executor.HostKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is offered to a server: nothing with SHA-1, DSA, CBC or RC4, and no compression. */
final class Algorithms {
  private static final String KEX =
      "mlkem768x25519-sha256,curve25519-sha256,curve25519-sha256@libssh.org,ecdh-sha2-nistp256,"
          + "ecdh-sha2-nistp384,ecdh-sha2-nistp521,diffie-hellman-group-exchange-sha256,"
          + "diffie-hellman-group16-sha512,diffie-hellman-group18-sha512,"
          + "diffie-hellman-group14-sha256";
  private static final String CIPHERS =
      "aes128-gcm@openssh.com,aes256-gcm@openssh.com,aes128-ctr,aes192-ctr,aes256-ctr";
  private static final String MACS =
      "hmac-sha2-256-etm@openssh.com,hmac-sha2-512-etm@openssh.com,hmac-sha2-256,hmac-sha2-512";

  /** Without certificates: a valid one would not be shown to the instance. */
  private static final List<String> SIGNATURES =
      List.of(
          "ssh-ed25519",
          "ecdsa-sha2-nistp256",
          "ecdsa-sha2-nistp384",
          "ecdsa-sha2-nistp521",
          "rsa-sha2-512",
          "rsa-sha2-256");

  private Algorithms() {}

  /**
   * Sets all that is negotiated.
   *
   * @param verified the key verified last: its type is asked for first, so that a server with
   *     several keys shows the same one again
   */
  static void configure(Session session, @Nullable HostKey verified) {
    session.setConfig("kex", KEX);
    session.setConfig("cipher.c2s", CIPHERS);
    session.setConfig("cipher.s2c", CIPHERS);
    session.setConfig("mac.c2s", MACS);
    session.setConfig("mac.s2c", MACS);
    session.setConfig("compression.c2s", "none");
    session.setConfig("compression.s2c", "none");
    session.setConfig("server_host_key", String.join(",", hostKeyTypes(verified)));
    session.setConfig("prefer_known_host_key_types", "no");
    session.setConfig("StrictHostKeyChecking", "yes");
    session.setConfig("PreferredAuthentications", "publickey");
    session.setConfig("PubkeyAcceptedAlgorithms", String.join(",", SIGNATURES));
  }

  static List<String> hostKeyTypes(@Nullable HostKey verified) {
    if (verified == null) {
      return SIGNATURES;
    }
    String first = verified.algorithm().equals("ssh-rsa") ? "rsa-sha2-" : verified.algorithm();
    List<String> types = new ArrayList<>();
    SIGNATURES.stream().filter(type -> type.startsWith(first)).forEach(types::add);
    SIGNATURES.stream().filter(type -> !type.startsWith(first)).forEach(types::add);
    return types;
  }
}
