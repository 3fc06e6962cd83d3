package io.dispatchcloud.core.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellQuotingTest {
  private static final String SPECIAL = "'\\\"$`!*?~#&;|<>(){}[]= \t\n-a";

  @TempDir Path directory;

  @Test
  @DisplayName("RUN-7: single quotes around it, whatever it is")
  void looks() {
    assertThat(ShellQuoting.quote("")).isEqualTo("''");
    assertThat(ShellQuoting.quote("plain")).isEqualTo("'plain'");
    assertThat(ShellQuoting.quote("it's")).isEqualTo("'it'\\''s'");
  }

  @Test
  @DisplayName("RUN-7: NUL is refused")
  void nulIsRefused() {
    assertThatThrownBy(() -> ShellQuoting.quote("a\0b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NUL");
  }

  @Test
  @DisplayName("RUN-7: every byte but NUL comes through a shell as it is, alone and between others")
  void everyByte() throws Exception {
    List<String> words =
        IntStream.range(1, 256)
            .mapToObj(code -> String.valueOf((char) code))
            .flatMap(c -> Stream.of(c, "a" + c + "b", c + c, "'" + c, c + "'"))
            .toList();

    assertThat(throughShell(words, StandardCharsets.ISO_8859_1)).isEqualTo(words);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  @DisplayName("RUN-7: random text comes through a shell as it is (seeds on record)")
  void randomText(long seed) throws Exception {
    Random random = new Random(seed);
    List<String> bytes = words(random, () -> 1 + random.nextInt(255));
    List<String> special = words(random, () -> SPECIAL.charAt(random.nextInt(SPECIAL.length())));
    List<String> unicode = words(random, () -> point(random));

    assertThat(throughShell(bytes, StandardCharsets.ISO_8859_1)).isEqualTo(bytes);
    assertThat(throughShell(special, StandardCharsets.UTF_8)).isEqualTo(special);
    assertThat(throughShell(unicode, StandardCharsets.UTF_8)).isEqualTo(unicode);
  }

  private static int point(Random random) {
    int point = 1 + random.nextInt(Character.MAX_CODE_POINT);
    return Character.getType(point) == Character.SURROGATE ? 'x' : point;
  }

  private static List<String> words(Random random, java.util.function.IntSupplier characters) {
    return Stream.generate(
            () ->
                IntStream.generate(characters)
                    .limit(random.nextInt(50))
                    .collect(
                        StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString())
        .limit(200)
        .toList();
  }

  /** What a shell makes of the words when it reads them in a command line. */
  private List<String> throughShell(List<String> words, Charset charset)
      throws IOException, InterruptedException {
    String line =
        "printf '%s\\0' "
            + words.stream().map(ShellQuoting::quote).collect(Collectors.joining(" "));
    Process shell = new ProcessBuilder("sh").directory(directory.toFile()).start();
    try (var stdin = shell.getOutputStream()) {
      stdin.write(line.getBytes(charset));
    }
    String stdout = new String(shell.getInputStream().readAllBytes(), charset);
    assertThat(shell.waitFor()).isZero();
    assertThat(directory).isEmptyDirectory();
    List<String> seen = List.of(stdout.split("\0", -1));
    return seen.subList(0, seen.size() - 1);
  }
}
