package io.dispatchcloud.queue.arvados;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.api.config.Parameters;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  private static Settings read(String name, Object value) {
    Map<String, Object> raw = new HashMap<>();
    raw.put("url", "https://zzzzz.example.com");
    raw.put("token", "secret-token");
    raw.put(name, value);
    return Settings.read(Parameters.read("store 'arvados'", raw, Settings.ALL));
  }

  @Test
  @DisplayName("CONF defaults of the store")
  void defaults() {
    Settings settings = read("url", "https://zzzzz.example.com:8000/");
    assertThat(settings.base()).hasToString("https://zzzzz.example.com:8000");
    assertThat(settings.timeout()).isEqualTo(Duration.ofMinutes(1));
    assertThat(settings.pageSize()).isEqualTo(500);
    assertThat(settings.payload()).containsExactly("crunch-run");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "http://zzzzz.example.com",
        "http://127.example.com",
        "ftp://zzzzz.example.com",
        "zzzzz.example.com",
        "https://",
        "https://me:password@zzzzz.example.com",
        "https://zzzzz.example.com/arvados/v1",
        "https://zzzzz.example.com?token=password",
        "https://zzzzz.example.com#password",
        "https://a b",
        "mailto:somebody"
      })
  @DisplayName(
      "CONF an address over which the token would not be safe is refused, and not quoted whole")
  void unsafe(String url) {
    assertThatThrownBy(() -> read("url", url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("url:")
        .hasMessageContaining("expected https://HOST")
        .hasMessageNotContaining("password");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "https://zzzzz.example.com",
        "http://localhost:1",
        "http://127.0.0.1",
        "http://[::1]"
      })
  @DisplayName("CONF this machine is reached without TLS, too")
  void loopback(String url) {
    assertThatCode(() -> read("url", url)).doesNotThrowAnyException();
  }

  @Test
  @DisplayName("CONF a token that can't stand in a header is refused without showing it")
  void unfitToken() {
    for (String token : List.of("two words", "line\nbreak", "nön-ascii")) {
      assertThatThrownBy(() -> read("token", token))
          .hasMessageContaining("token: '****'; expected a token of 1 to 4096 visible ASCII")
          .hasMessageNotContaining(token);
    }
  }

  @Test
  @DisplayName("CONF one of token and tokenFile is given")
  void oneToken() {
    assertThatThrownBy(() -> read("tokenFile", "/token"))
        .hasMessage("token, tokenFile: both given; expected one of them");
    assertThatThrownBy(() -> read("token", null))
        .hasMessage("token, tokenFile: nothing given; expected one of them");
    Map<String, Object> raw = Map.of("url", "https://zzzzz.example.com", "tokenFile", "/no/such");
    assertThatThrownBy(() -> Settings.read(Parameters.read("store 'arvados'", raw, Settings.ALL)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tokenFile: '/no/such'; expected a file that can be read");
  }

  @Test
  @DisplayName("CONF a call takes a minute at most")
  void longTimeout() {
    assertThatThrownBy(() -> read("timeout", "61s"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("timeout:")
        .hasMessageContaining("expected at most 1m");
  }

  @Test
  @DisplayName("CONF the payload is a program")
  void emptyPayload() {
    assertThatThrownBy(() -> read("payload", List.of()))
        .hasMessageContaining("expected a program and its first arguments");
    assertThat(read("payload", List.of("nice", "crunch-run")).payload()).hasSize(2);
  }
}
