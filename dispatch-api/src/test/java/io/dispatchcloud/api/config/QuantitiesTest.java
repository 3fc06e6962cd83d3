package io.dispatchcloud.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("CONF durations and sizes have units")
class QuantitiesTest {
  @ParameterizedTest
  @CsvSource({
    "0s, PT0S",
    "250ms, PT0.25S",
    "0.5ms, PT0.0005S",
    "90s, PT90S",
    "1m30s, PT90S",
    "1m 30s, PT90S",
    "30s1m, PT90S",
    "' 2h ', PT2H",
    "1.5h, PT90M",
    "1d, PT24H",
    "106751d, PT2562024H",
  })
  @DisplayName("a duration is read")
  void readsDuration(String text, Duration expected) {
    assertThat(Quantities.parseDuration(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "10", "s", "-1s", "+1s", "1 s", ".5s", "1.s", "1e3s", "1S", "1min", "1w", "1s,2s",
        "PT1S", "\u0661s",
      })
  @DisplayName("a bad duration is refused with the form that is expected")
  void refusesDuration(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Quantities.parseDuration(text))
        .withMessage(Quantities.DURATION_FORM);
  }

  @Test
  @DisplayName("a duration of endless parts is refused as well")
  void endless() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Quantities.parseDuration("1s".repeat(100_000)))
        .withMessage(Quantities.DURATION_FORM);
  }

  @ParameterizedTest
  @ValueSource(strings = {"106752d", "9223372036855s", "99999999999999999999h"})
  @DisplayName("a duration beyond 292 years is refused, not wrapped round")
  void durationOverflow(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Quantities.parseDuration(text))
        .withMessageContaining("292 years");
  }

  @ParameterizedTest
  @CsvSource({
    "0s",
    "1ms",
    "999ms",
    "1s",
    "59s999ms",
    "1m",
    "1m30s",
    "1h",
    "23h59m59s999ms",
    "1d",
    "106751d",
  })
  @DisplayName("a duration that is shown reads back as itself, and shows the same again")
  void durationRoundTrip(String text) {
    assertThat(Quantities.format(Quantities.parseDuration(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1073741824, 1073741824",
    "512B, 512",
    "1k, 1000",
    "1kB, 1000",
    "1 KB, 1000",
    "2MB, 2000000",
    "1.5 GB, 1500000000",
    "1TB, 1000000000000",
    "1KiB, 1024",
    "550MiB, 576716800",
    "550mib, 576716800",
    "1.5GiB, 1610612736",
    "2Gi, 2147483648",
    "1TiB, 1099511627776",
    "0.0001kB, 0",
    "1.9B, 1",
    "9223372036854775807, 9223372036854775807",
  })
  @DisplayName("a size is read, and rounded down to bytes")
  void readsSize(String text, long expected) {
    assertThat(Quantities.parseSize(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "GiB", "-1", "+1", "1 PB", "1GiBs", "1,5GB", ".5GB", "1.GB", "1e9", "1 GB 2"})
  @DisplayName("a bad size is refused with the form that is expected")
  void refusesSize(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Quantities.parseSize(text))
        .withMessage(Quantities.SIZE_FORM);
  }

  @ParameterizedTest
  @ValueSource(strings = {"9223372036854775808", "8388608TiB", "99999999999999999999TiB"})
  @DisplayName("a size beyond a long is refused, not wrapped round")
  void sizeOverflow(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Quantities.parseSize(text))
        .withMessageContaining("8 EiB");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1.00 KiB",
    "576716800, 550.00 MiB",
    "1610612736, 1.50 GiB",
    "1099511627776, 1.00 TiB",
    "9223372036854775807, 8388608.00 TiB",
  })
  @DisplayName("a size is shown in the largest unit that fits")
  void showsSize(long bytes, String expected) {
    assertThat(Quantities.format(bytes)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 1023, 1024, 1536, 550L << 20, 3L << 29, 7L << 40})
  @DisplayName("a size that is shown without rounding reads back as itself")
  void sizeRoundTrip(long bytes) {
    assertThat(Quantities.parseSize(Quantities.format(bytes))).isEqualTo(bytes);
  }
}
