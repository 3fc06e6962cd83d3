package io.dispatchcloud.driver.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.executor.HostKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Host keys in a console's output")
class ConsoleKeysTest {
  private static final String BEGIN_KEYS = "-----BEGIN SSH HOST KEY KEYS-----\n";
  private static final String END_KEYS = "-----END SSH HOST KEY KEYS-----\n";
  private static final String BEGIN_PRINTS = "-----BEGIN SSH HOST KEY FINGERPRINTS-----\n";

  private static final HostKey ED25519 = key(Keys.ED25519);
  private static final HostKey RSA = key(Keys.RSA);

  private static HostKey key(String line) {
    int from = line.indexOf(' ') + 1;
    String base64 = line.substring(from, line.indexOf(' ', from));
    return new HostKey(line.substring(0, from - 1), Base64.getDecoder().decode(base64));
  }

  private static boolean accepts(String console, HostKey key) {
    return ConsoleKeys.parse(console).contain(key);
  }

  @Test
  @DisplayName("EC2-1 are the whole keys that cloud-init prints")
  void wholeKeys() {
    String console = "login:\n" + BEGIN_KEYS + Keys.RSA + "\n" + Keys.ED25519 + "\n" + END_KEYS;

    assertThat(accepts(console, RSA)).isTrue();
    assertThat(accepts(console, ED25519)).isTrue();
    assertThat(accepts(BEGIN_KEYS + Keys.RSA + "\n" + END_KEYS, ED25519)).isFalse();
  }

  @Test
  @DisplayName("EC2-1 are those of fingerprints as well, with whatever stands before each line")
  void fingerprints() {
    String console =
        "ec2: "
            + BEGIN_PRINTS
            + "<14>Nov 26 10:00:00 ip-10-0-0-1 ec2: 256 SHA256:"
            + Keys.ED25519_SHA256
            + " root@ip-10-0-0-1 (ED25519)\n"
            + "ec2: 2048 b8:c6:f9:1e:ee:d2:69:0b:ad:04:eb:7b:10:92:71:53 no comment (RSA)\n"
            + "ec2: -----END SSH HOST KEY FINGERPRINTS-----\n";

    assertThat(accepts(console, ED25519)).isTrue();
    assertThat(accepts(console, RSA)).isFalse();
    assertThat(ConsoleKeys.parse(console).fingerprints()).hasSize(1);
  }

  @Test
  @DisplayName("EC2-1 stand between the two lines and nowhere else")
  void elsewhere() {
    String fingerprint = "256 SHA256:" + Keys.ED25519_SHA256 + " root (ED25519)\n";

    assertThat(ConsoleKeys.parse(Keys.ED25519 + "\n" + fingerprint).isEmpty()).isTrue();
    assertThat(ConsoleKeys.parse(BEGIN_KEYS + END_KEYS + Keys.ED25519 + "\n").isEmpty()).isTrue();
    assertThat(ConsoleKeys.parse(BEGIN_KEYS + fingerprint).isEmpty()).isTrue();
    assertThat(ConsoleKeys.parse(BEGIN_PRINTS + Keys.ED25519 + "\n").isEmpty()).isTrue();
  }

  @Test
  @DisplayName("EC2-1 that are cut off or damaged are nobody's")
  void cutOff() {
    String half = Keys.ED25519.substring(0, 60);

    assertThat(accepts(BEGIN_KEYS + half, ED25519)).isFalse();
    assertThat(accepts(BEGIN_KEYS + "ssh-ed25519 " + "A".repeat(41) + "\n", ED25519)).isFalse();
    assertThat(accepts(BEGIN_PRINTS + "256 SHA256:" + Keys.ED25519_SHA256 + "x", ED25519))
        .isFalse();
    // The end of the block is not there yet, but the whole key is.
    assertThat(accepts(BEGIN_KEYS + Keys.ED25519 + "\n", ED25519)).isTrue();
  }

  @Test
  @DisplayName("EC2-1 come in Base64, with line breaks or without")
  void base64() {
    byte[] console = (BEGIN_KEYS + Keys.ED25519 + "\r\n").getBytes(StandardCharsets.UTF_8);

    assertThat(ConsoleKeys.read(Base64.getEncoder().encodeToString(console)).contain(ED25519))
        .isTrue();
    assertThat(ConsoleKeys.read(Base64.getMimeEncoder().encodeToString(console)).contain(ED25519))
        .isTrue();
    assertThat(ConsoleKeys.read("").isEmpty()).isTrue();
    assertThat(ConsoleKeys.read("a").isEmpty()).isTrue();
  }
}
