package io.dispatchcloud.core.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.KeyPair;
import io.dispatchcloud.api.config.Secret;
import io.dispatchcloud.api.executor.Command;
import io.dispatchcloud.api.executor.Executor;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PrivateKeysTest {
  static Stream<Arguments> forms() throws Exception {
    return Stream.of(
        Arguments.of("RSA OpenSSH", openSsh(KeyPair.RSA, 2048)),
        Arguments.of("ECDSA OpenSSH", openSsh(KeyPair.ECDSA, 256)),
        Arguments.of("RSA PKCS#1", pem(KeyPair.RSA, 2048)),
        Arguments.of("ECDSA SEC 1", pem(KeyPair.ECDSA, 384)),
        Arguments.of("RSA PKCS#8", pkcs8(MinaServer.generate("RSA", 2048))),
        Arguments.of("with CRLF", openSsh(KeyPair.ECDSA, 256).replace("\n", "\r\n")),
        Arguments.of("without a last line end", openSsh(KeyPair.ECDSA, 256).strip()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forms")
  @DisplayName("SSH-3 logs in with a key of each form, whose public half is derived from it")
  void logsIn(String form, String text) throws Exception {
    Secret key = Secret.of(text);
    try (MinaServer server = new MinaServer().authorize(PrivateKeys.publicKeyLine(key));
        Executor executor =
            new TestContext().open(TestContext.LIMITS, key, TestTarget.at(server.port()))) {
      assertThat(executor.run(Command.of("true")).succeeded()).as(form).isTrue();
    }
  }

  static Stream<Arguments> unusable() throws Exception {
    String good = openSsh(KeyPair.ED25519, 0);
    ByteArrayOutputStream encrypted = new ByteArrayOutputStream();
    KeyPair.genKeyPair(new JSch(), KeyPair.RSA, 2048)
        .writePrivateKey(encrypted, "secret".getBytes(StandardCharsets.US_ASCII));
    ByteArrayOutputStream encryptedOpenSsh = new ByteArrayOutputStream();
    KeyPair.genKeyPair(new JSch(), KeyPair.ED25519)
        .writeOpenSSHv1PrivateKey(encryptedOpenSsh, "secret".getBytes(StandardCharsets.US_ASCII));
    return Stream.of(
        Arguments.of("nothing", ""),
        Arguments.of("no key", "hunter2 hunter2"),
        Arguments.of("cut short", good.substring(0, good.length() / 2)),
        Arguments.of("without a body", good.lines().findFirst().orElseThrow()),
        Arguments.of(
            "another text inside",
            "-----BEGIN PRIVATE KEY-----\nhunter2hunter2\n-----END PRIVATE KEY-----\n"),
        Arguments.of("encrypted PEM", encrypted.toString(StandardCharsets.US_ASCII)),
        Arguments.of("encrypted OpenSSH", encryptedOpenSsh.toString(StandardCharsets.US_ASCII)),
        Arguments.of("DSA", pem(KeyPair.DSA, 1024)),
        Arguments.of("a public key", PrivateKeys.publicKeyLine(Secret.of(good))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unusable")
  @DisplayName("SSH-7 a key that can't be used is refused at once, and nothing of it is shown")
  void refuses(String form, String text) {
    assertThatIllegalArgumentException()
        .as(form)
        .isThrownBy(
            () -> new TestContext().open(TestContext.LIMITS, Secret.of(text), TestTarget.nowhere()))
        .withMessageContaining("expected an unencrypted RSA, ECDSA or Ed25519 private key")
        .withMessageNotContaining("hunter2")
        .withNoCause();
  }

  @Test
  @DisplayName("SSH-3 a generated key is a new Ed25519 one in OpenSSH form")
  void generates() {
    Secret one = PrivateKeys.generateEd25519();
    Secret other = PrivateKeys.generateEd25519();

    assertThat(one.reveal()).startsWith("-----BEGIN OPENSSH PRIVATE KEY-----\n");
    assertThat(PrivateKeys.publicKeyLine(one))
        .matches("ssh-ed25519 [A-Za-z0-9+/]{68}")
        .isNotEqualTo(PrivateKeys.publicKeyLine(other));
  }

  @Test
  @DisplayName("SSH-3 an Ed25519 key in PKCS#8 form has the public half that Java gave it")
  void ed25519InPkcs8() throws Exception {
    for (int i = 0; i < 20; i++) {
      java.security.KeyPair pair = MinaServer.generate("Ed25519", 0);
      // The last 32 bytes of its X.509 form are the point as RFC 8032 writes it.
      byte[] x509 = pair.getPublic().getEncoded();
      byte[] point = Arrays.copyOfRange(x509, x509.length - 32, x509.length);

      String line = PrivateKeys.publicKeyLine(Secret.of(pkcs8(pair)));

      byte[] wire = Base64.getDecoder().decode(line.substring("ssh-ed25519 ".length()));
      assertThat(Arrays.copyOfRange(wire, wire.length - 32, wire.length)).isEqualTo(point);
    }
  }

  static Secret ecdsa() {
    try {
      return Secret.of(openSsh(KeyPair.ECDSA, 256));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static String openSsh(int type, int size) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    KeyPair.genKeyPair(new JSch(), type, size).writeOpenSSHv1PrivateKey(out, null);
    return out.toString(StandardCharsets.US_ASCII);
  }

  private static String pem(int type, int size) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    KeyPair.genKeyPair(new JSch(), type, size).writePrivateKey(out);
    return out.toString(StandardCharsets.US_ASCII);
  }

  private static String pkcs8(java.security.KeyPair pair) {
    byte[] der = pair.getPrivate().getEncoded();
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END PRIVATE KEY-----\n";
  }
}
