package io.dispatchcloud.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("SET-1 parameters")
class ParametersTest {
  private enum Volume {
    GP2,
    IO_OPTIMIZED
  }

  private static final Parameter<String> REGION = Parameter.text("region", "Where.").required();
  private static final Parameter<Secret> ACCESS_KEY =
      Parameter.secret("secretAccessKey", "The password.");
  private static final Parameter<Long> PORT = Parameter.integer("sshPort", "The port.", 1, 65535);
  private static final Parameter<BigDecimal> PRICE = Parameter.decimal("ebsPrice", "Dollars.");
  private static final Parameter<Boolean> SPOT =
      Parameter.flag("spot", "Whether.").defaultsTo(false);
  private static final Parameter<Duration> INTERVAL =
      Parameter.duration("interval", "How often.").defaultsTo(Duration.ofHours(24));
  private static final Parameter<Long> DISK = Parameter.size("diskSize", "How large.");
  private static final Parameter<List<String>> SUBNETS = Parameter.textList("subnetId", "Which.");
  private static final Parameter<Volume> VOLUME =
      Parameter.choice("volumeType", "What kind.", Volume.class);

  private static final List<Parameter<?>> DECLARED =
      List.of(REGION, ACCESS_KEY, PORT, PRICE, SPOT, INTERVAL, DISK, SUBNETS, VOLUME);

  private static Parameters read(Map<String, ?> raw) {
    return Parameters.read("driver 'ec2'", raw, DECLARED);
  }

  private static Parameters readWith(String name, Object value) {
    return read(Map.of("region", "eu", name, value));
  }

  private static ParameterException refusal(Map<String, ?> raw) {
    return catchThrowableOfType(ParameterException.class, () -> read(raw));
  }

  @Test
  @DisplayName(
      "SET-1 EC2-1 a blank text for what may be left out counts as left out; a default does not")
  void blanks() {
    Parameters read = read(Map.of("region", "eu", "secretAccessKey", "", "sshPort", " "));

    assertThat(read.find(ACCESS_KEY)).isEmpty();
    assertThat(read.find(PORT)).isEmpty();
    assertThat(refusal(Map.of("region", "eu", "interval", ""))).hasMessageContaining("interval");
  }

  @Test
  @DisplayName("each kind is read from a text")
  void readsTexts() {
    Parameters read =
        read(
            Map.of(
                "region", "eu-west-1",
                "secretAccessKey", "hunter2",
                "sshPort", " 2222 ",
                "ebsPrice", "0.10",
                "spot", "TRUE",
                "interval", "1m30s",
                "diskSize", "2GiB",
                "subnetId", "s-1",
                "volumeType", "io-optimized"));

    assertThat(read.get(REGION)).isEqualTo("eu-west-1");
    assertThat(read.get(ACCESS_KEY)).isEqualTo(Secret.of("hunter2"));
    assertThat(read.get(PORT)).isEqualTo(2222);
    assertThat(read.get(PRICE)).isEqualByComparingTo("0.1");
    assertThat(read.get(SPOT)).isTrue();
    assertThat(read.get(INTERVAL)).isEqualTo(Duration.ofSeconds(90));
    assertThat(read.get(DISK)).isEqualTo(2L << 30);
    assertThat(read.get(SUBNETS)).containsExactly("s-1");
    assertThat(read.get(VOLUME)).isEqualTo(Volume.IO_OPTIMIZED);
  }

  @Test
  @DisplayName("each kind is read from the value that a YAML or Java caller would give")
  void readsValues() {
    Parameters read =
        read(
            Map.of(
                "region",
                "eu",
                "secretAccessKey",
                Secret.of("hunter2"),
                "sshPort",
                22,
                "ebsPrice",
                0.5,
                "spot",
                true,
                "interval",
                Duration.ofMinutes(1),
                "diskSize",
                1024,
                "subnetId",
                List.of("s-1", "s-2")));

    assertThat(read.get(ACCESS_KEY).reveal()).isEqualTo("hunter2");
    assertThat(read.get(PORT)).isEqualTo(22);
    assertThat(read.get(PRICE)).isEqualByComparingTo("0.5");
    assertThat(read.get(SPOT)).isTrue();
    assertThat(read.get(INTERVAL)).isEqualTo(Duration.ofMinutes(1));
    assertThat(read.get(DISK)).isEqualTo(1024);
    assertThat(read.get(SUBNETS)).containsExactly("s-1", "s-2");
  }

  @Test
  @DisplayName("what is not given has its default, or is absent")
  void defaults() {
    Parameters read = read(Map.of("region", "eu"));

    assertThat(read.get(INTERVAL)).isEqualTo(Duration.ofHours(24));
    assertThat(read.get(SPOT)).isFalse();
    assertThat(read.find(PORT)).isEmpty();
    assertThatExceptionOfType(NoSuchElementException.class)
        .isThrownBy(() -> read.get(PORT))
        .withMessageContaining("sshPort");
  }

  @Test
  @DisplayName("null counts as not given")
  void nullIsNothing() {
    Map<String, Object> raw = new HashMap<>();
    raw.put("region", null);
    raw.put("interval", null);

    assertThat(refusal(raw)).hasMessage("driver 'ec2': region: nothing given; expected a text");
  }

  static Stream<Arguments> wrongValues() {
    return Stream.of(
        Arguments.of("region", " ", "a text"),
        Arguments.of("region", List.of("eu"), "a text"),
        Arguments.of("sshPort", "ssh", "a whole number from 1 to 65535"),
        Arguments.of("sshPort", 0, "a whole number from 1 to 65535"),
        Arguments.of("sshPort", 65536, "a whole number from 1 to 65535"),
        Arguments.of("sshPort", 22.5, "a whole number from 1 to 65535"),
        Arguments.of("sshPort", true, "a whole number from 1 to 65535"),
        Arguments.of("ebsPrice", "-0.01", "a number, 0 or more"),
        Arguments.of("ebsPrice", "cheap", "a number, 0 or more"),
        Arguments.of("ebsPrice", "1e999999999", "a number, 0 or more"),
        Arguments.of("ebsPrice", "1e-999999999", "a number, 0 or more"),
        Arguments.of("spot", "yes", "true or false"),
        Arguments.of("spot", 1, "true or false"),
        Arguments.of("interval", 30, Quantities.DURATION_FORM),
        Arguments.of("interval", "half an hour", Quantities.DURATION_FORM),
        Arguments.of("interval", Duration.ofSeconds(-1), Quantities.DURATION_FORM),
        Arguments.of("diskSize", "big", Quantities.SIZE_FORM),
        Arguments.of("diskSize", -1, Quantities.SIZE_FORM),
        Arguments.of("subnetId", Map.of("a", "b"), "a text or a list of texts"),
        Arguments.of("subnetId", List.of("s-1", List.of()), "a text or a list of texts"),
        Arguments.of("volumeType", "tape", "one of gp2, io-optimized"));
  }

  @ParameterizedTest
  @MethodSource("wrongValues")
  @DisplayName("a wrong value is refused with its name, the value and what was expected")
  void refusesWrongValues(String name, Object value, String expected) {
    Map<String, Object> raw = new HashMap<>(Map.of("region", "eu"));
    raw.put(name, value);

    ParameterException refusal = refusal(raw);

    assertThat(refusal.problems()).containsExactly(new Problem(name, value.toString(), expected));
    assertThat(refusal).hasMessageStartingWith("driver 'ec2': " + name + ": '" + value + "'");
    assertThat(refusal).hasMessageEndingWith("expected " + expected);
  }

  @Test
  @DisplayName("every problem is reported at once: as declared, then the unknown names")
  void reportsAll() {
    ParameterException refusal =
        refusal(Map.of("zone", "a", "sshPort", "x", "spot", "y", "diskSizes", "1"));

    assertThat(refusal.problems())
        .extracting(Problem::name)
        .containsExactly("region", "sshPort", "spot", "diskSizes", "zone");
    assertThat(refusal)
        .hasMessageContainingAll("region: nothing given", "sshPort: 'x'", "spot: 'y'", "zone");
  }

  @Test
  @DisplayName("an unknown name is refused with the nearest known one")
  void nearestName() {
    assertThat(refusal(Map.of("region", "eu", "subnetID", "s-1", "sshport", 22)).problems())
        .extracting(Problem::expected)
        .containsExactly(
            "a known parameter; did you mean 'sshPort'?",
            "a known parameter; did you mean 'subnetId'?");
  }

  @Test
  @DisplayName("an unknown name that resembles none is refused with all that there are")
  void noNearName() {
    assertThat(refusal(Map.of("region", "eu", "q", 1)).problems())
        .extracting(Problem::expected)
        .containsExactly(
            "a known parameter: region, secretAccessKey, sshPort, ebsPrice, spot, interval,"
                + " diskSize, subnetId, volumeType");
  }

  @Test
  @DisplayName("without any parameters an unknown name is refused, too")
  void nothingDeclared() {
    assertThatExceptionOfType(ParameterException.class)
        .isThrownBy(() -> Parameters.read("driver 'stub'", Map.of("a", 1), List.of()))
        .withMessage("driver 'stub': a: '****'; expected no parameter here");
  }

  @Test
  @DisplayName("a secret of the wrong kind is masked")
  void masksWrongSecret() {
    ParameterException refusal =
        refusal(Map.of("region", "eu", "secretAccessKey", List.of("hunter2")));

    assertThat(refusal.getMessage())
        .contains("secretAccessKey: '****'; expected a secret text")
        .doesNotContain("hunter2");
    assertThat(refusal.problems().toString()).doesNotContain("hunter2");
  }

  @Test
  @DisplayName("a secret under a misspelt name is masked")
  void masksMisspeltSecret() {
    ParameterException refusal = refusal(Map.of("region", "eu", "secretAcessKey", "hunter2"));

    assertThat(refusal.getMessage())
        .contains("secretAcessKey: '****'", "did you mean 'secretAccessKey'?")
        .doesNotContain("hunter2");
  }

  @Test
  @DisplayName("a secret is masked in toString; other values show")
  void masksInToString() {
    assertThat(readWith("secretAccessKey", "hunter2").toString())
        .contains("region=eu", "secretAccessKey=****")
        .doesNotContain("hunter2");
  }

  @Test
  @DisplayName("a duration is shown as it would be written")
  void showsDurations() {
    assertThat(readWith("interval", "90s").toString()).contains("interval=1m30s");
  }

  @Test
  @DisplayName("the default of a secret is masked, too")
  void masksDefault() {
    Parameter<Secret> secret =
        Parameter.secret("token", "A token.").defaultsTo(Secret.of("hunter2"));

    assertThat(Parameters.read("store", Map.of(), List.of(secret))).hasToString("{token=****}");
  }

  @Test
  @DisplayName("a parameter tells what it is")
  void describesItself() {
    assertThat(PORT.name()).isEqualTo("sshPort");
    assertThat(PORT.description()).isEqualTo("The port.");
    assertThat(PORT.expected()).isEqualTo("a whole number from 1 to 65535");
    assertThat(PORT.isRequired()).isFalse();
    assertThat(REGION.isRequired()).isTrue();
    assertThat(REGION.defaultsTo("eu").isRequired()).isFalse();
    assertThat(ACCESS_KEY.isSecret()).isTrue();
    assertThat(ACCESS_KEY.required().isSecret()).isTrue();
    assertThat(PORT).hasToString("sshPort");
  }

  @Test
  @DisplayName("SET-1 durations and sizes can have bounds")
  void bounds() {
    Parameter<Duration> interval =
        Parameter.duration("interval", "how often", Duration.ofMillis(100));
    Parameter<Long> tail = Parameter.size("tail", "how much", 1024);
    Parameters good =
        Parameters.read("x", Map.of("interval", "100ms", "tail", "1KiB"), List.of(interval, tail));

    assertThat(good.get(interval)).isEqualTo(Duration.ofMillis(100));
    assertThat(good.get(tail)).isEqualTo(1024);
    assertThatThrownBy(
            () ->
                Parameters.read(
                    "x", Map.of("interval", "99ms", "tail", "1025"), List.of(interval, tail)))
        .hasMessageContaining("interval: '99ms'")
        .hasMessageContaining("at least 100ms")
        .hasMessageContaining("tail: '1025'")
        .hasMessageContaining("at most 1.00 KiB");
  }
}
