package io.dispatchcloud.api.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("SSH-3 a host key")
class HostKeyTest {
  // Made by: ssh-keygen -t ed25519; its fingerprint by: ssh-keygen -l
  private static final byte[] BYTES =
      Base64.getDecoder()
          .decode("AAAAC3NzaC1lZDI1NTE5AAAAIC4guqLnCNCS5v/C2G8MJ5EUFGHxfcoqnY0AevhSv7gu");
  private static final String FINGERPRINT = "SHA256:qnB2LUuCtp3Z3/Xa7M3TVIMKYpmKlE7xBiRPFfYiYyg";

  @Test
  @DisplayName("has the fingerprint that ssh-keygen shows")
  void fingerprint() {
    assertThat(new HostKey("ssh-ed25519", BYTES).fingerprint()).isEqualTo(FINGERPRINT);
    assertThat(new HostKey("ssh-ed25519", BYTES)).hasToString("ssh-ed25519 " + FINGERPRINT);
  }

  @Test
  @DisplayName("is the same as one with the same algorithm and bytes, and no other")
  void equality() {
    byte[] other = BYTES.clone();
    other[50] ^= 1;

    assertThat(new HostKey("ssh-ed25519", BYTES)).isEqualTo(new HostKey("ssh-ed25519", BYTES));
    assertThat(new HostKey("ssh-ed25519", BYTES))
        .hasSameHashCodeAs(new HostKey("ssh-ed25519", BYTES));
    assertThat(new HostKey("ssh-ed25519", BYTES)).isNotEqualTo(new HostKey("ssh-ed25519", other));
    assertThat(new HostKey("ssh-ed25519", BYTES)).isNotEqualTo(new HostKey("ssh-rsa", BYTES));
  }

  @Test
  @DisplayName("does not change with the bytes that it was made of, or that it gave")
  void immutable() {
    byte[] given = BYTES.clone();
    HostKey key = new HostKey("ssh-ed25519", given);
    given[0] = 1;
    key.bytes()[0] = 1;

    assertThat(key.bytes()).isEqualTo(BYTES);
  }
}
