package io.dispatchcloud.core.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostAddressTest {
  @ParameterizedTest
  @CsvSource({
    "example.org, example.org, 22",
    "example.org:2222, example.org, 2222",
    "my_host, my_host, 22",
    "10.0.0.7, 10.0.0.7, 22",
    "10.0.0.7:65535, 10.0.0.7, 65535",
    "[::1]:2222, ::1, 2222",
    "[2001:db8::7], 2001:db8::7, 22",
    "2001:db8::7, 2001:db8::7, 22",
    "fe80::1%eth0, fe80::1%eth0, 22",
    "[fe80::1%eth0]:1, fe80::1%eth0, 1",
  })
  @DisplayName("SSH-2 an address without a port uses the configured one")
  void reads(String text, String host, int port) {
    assertThat(HostAddress.parse(text, 22)).isEqualTo(new HostAddress(host, port));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        "host:",
        "host:0",
        "host:65536",
        "host:99999",
        "host:-1",
        "host:22x",
        "host:1:2",
        "[::1",
        "::1]",
        "[]:22",
        "[host]:22",
        "[::1]:",
        "[::1]22",
        ":22",
        "-oProxyCommand=x",
        "user@host",
        "ho\nst",
        "2001:db8::7::1",
        "host:\u0661\u0662",
        "::\u0661",
        "::1%a b",
        "[::1%\n]:22",
      })
  @DisplayName("SSH-2 what is no address is refused with what was expected")
  void refuses(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HostAddress.parse(text, 22))
        .withMessageContaining("'" + text + "'")
        .withMessageContaining("[IPv6]:port");
  }

  @ParameterizedTest
  @CsvSource({"::1, [::1]:22", "host, host:22", "host:7, host:7"})
  @DisplayName("SSH-2 an address is shown with its port")
  void shows(String text, String shown) {
    assertThat(HostAddress.parse(text, 22)).hasToString(shown);
  }
}
