package io.dispatchcloud.core.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class HostAddressFuzzTest {
  private static final int DEFAULT_PORT = 22;

  @Property(tries = 10_000)
  @Label("SSH-2 any text is an address that shows in it, or is refused with the text")
  void anything(@ForAll("anyText") String text) {
    HostAddress address;
    try {
      address = HostAddress.parse(text, DEFAULT_PORT);
    } catch (IllegalArgumentException e) {
      assertThat(e).isExactlyInstanceOf(IllegalArgumentException.class);
      assertThat(e).hasMessageContaining("'" + text + "'");
      return;
    }

    assertThat(address.host()).isNotEmpty().matches("[A-Za-z0-9_.:%-]+");
    assertThat(text).contains(address.host());
    assertThat(address.port()).isBetween(1, 65_535);
    if (address.port() != DEFAULT_PORT) {
      assertThat(text).endsWith(String.valueOf(address.port()));
    }
    assertThat(HostAddress.parse(address.toString(), DEFAULT_PORT + 1)).isEqualTo(address);
  }

  @Property(tries = 10_000)
  @Label("SSH-2 every good host is read as it is, with and without a port")
  void good(@ForAll("hosts") String host, @ForAll @IntRange(min = 1, max = 65_535) int port) {
    String shown = host.contains(":") ? "[" + host + "]" : host;

    assertThat(HostAddress.parse(host, port)).isEqualTo(new HostAddress(host, port));
    assertThat(HostAddress.parse(shown, port)).isEqualTo(new HostAddress(host, port));
    assertThat(HostAddress.parse(shown + ":" + port, DEFAULT_PORT))
        .isEqualTo(new HostAddress(host, port))
        .hasToString(shown + ":" + port);
  }

  @Property(tries = 10_000)
  @Label("SSH-2 no good host is read with a port that there can't be")
  void badPort(@ForAll("hosts") String host, @ForAll("badPorts") String port) {
    String text = (host.contains(":") ? "[" + host + "]" : host) + ":" + port;

    assertThatIllegalArgumentException()
        .isThrownBy(() -> HostAddress.parse(text, DEFAULT_PORT))
        .withMessageContaining("'" + text + "'");
  }

  @Provide
  Arbitrary<String> anyText() {
    Arbitrary<String> nearlyAddresses =
        Arbitraries.of(
                "::",
                "::1",
                "fe80::1",
                ":",
                "[",
                "]",
                "%",
                "%eth0",
                ".",
                "-",
                "_",
                "host",
                "10.0.0.7",
                "0",
                "1",
                "22",
                "65535",
                "65536",
                "99999",
                "\u0661",
                " ",
                "\n",
                "@",
                "/",
                "'",
                "\0")
            .list()
            .ofMaxSize(6)
            .map(parts -> String.join("", parts));
    Arbitrary<String> damaged =
        Combinators.combine(hosts(), Arbitraries.integers().between(0, 50), Arbitraries.chars())
            .as((host, place, added) -> inserted(host, Math.min(place, host.length()), added));
    return Arbitraries.oneOf(Arbitraries.strings().ofMaxLength(30), nearlyAddresses, damaged);
  }

  private static String inserted(String text, int place, char added) {
    return text.substring(0, place) + added + text.substring(place);
  }

  @Provide
  Arbitrary<String> hosts() {
    Arbitrary<String> names =
        Combinators.combine(word("abcXYZ0189_", 1, 1), word("abcXYZ0189_.-", 0, 30))
            .as(String::concat);
    Arbitrary<String> version4 =
        Arbitraries.integers()
            .between(0, 255)
            .list()
            .ofSize(4)
            .map(bytes -> bytes.stream().map(String::valueOf).collect(Collectors.joining(".")));
    Arbitrary<String> version6 =
        Combinators.combine(
                Arbitraries.integers().between(0, 0xffff).list().ofSize(8),
                Arbitraries.integers().between(0, 8),
                word("abc019_.-", 1, 32).map("%"::concat).injectNull(0.5))
            .as(
                (groups, gap, zone) ->
                    version6(groups.stream().mapToInt(i -> i).toArray(), gap)
                        + (zone == null ? "" : zone));
    return Arbitraries.oneOf(names, version4, version6);
  }

  /** Eight groups, or, with a gap of more than 1 group at the end, fewer. */
  private static String version6(int[] groups, int gap) {
    String whole =
        IntStream.range(0, gap < 2 ? 8 : 8 - gap)
            .mapToObj(i -> Integer.toHexString(groups[i]))
            .collect(Collectors.joining(":"));
    return gap < 2 ? whole : whole + "::";
  }

  private static Arbitrary<String> word(String alphabet, int min, int max) {
    return Arbitraries.strings()
        .withChars(alphabet.toCharArray())
        .ofMinLength(min)
        .ofMaxLength(max);
  }

  @Provide
  Arbitrary<String> badPorts() {
    return Arbitraries.oneOf(
        Arbitraries.of(
            "", "0", "00000", "-1", "+1", " 22", "22 ", "\u0661", "0x16", "22x", "22:22"),
        Arbitraries.longs().greaterOrEqual(65_536).map(String::valueOf));
  }
}
