package io.dispatchcloud.core.runner;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

class ShellQuotingFuzzTest {
  private static final String PRINT = "printf '%s\\0' ";

  private Path directory;
  private Process shell;
  private InputStream answers;

  @BeforeProperty
  void emptyDirectory() throws IOException {
    directory = Files.createTempDirectory("quoting");
  }

  @AfterProperty
  void theShellHasDoneNothingElse() throws Exception {
    if (shell != null) {
      shell.getOutputStream().close();
      assertThat(shell.waitFor()).isZero();
    }
    // Fails if there is a file in it: something was taken for a redirection.
    Files.delete(directory);
  }

  @Property(tries = 10_000)
  @Label("RUN-7 words of any bytes but NUL come through a shell as they are, and apart")
  void bytes(@ForAll("words") List<String> words) throws Exception {
    assertThat(throughShell(quoted(words), words.size(), ISO_8859_1)).isEqualTo(words);
  }

  @Property(tries = 10_000)
  @Label("RUN-7 any text comes through a shell as it is, also when a command line is quoted anew")
  void text(@ForAll("texts") String text) throws Exception {
    String line = "eval " + ShellQuoting.quote(quoted(List.of(text)));

    assertThat(throughShell(line, 1, UTF_8)).containsExactly(text);
  }

  @Provide
  Arbitrary<List<String>> words() {
    Arbitrary<String> bytes = Arbitraries.strings().withCharRange('\1', '\u00ff').ofMaxLength(40);
    Arbitrary<String> special =
        Arbitraries.strings().withChars("'\\\"$`!*?~#&;|<>(){}[]= \t\r\n-a").ofMaxLength(20);
    return Arbitraries.oneOf(bytes, special).list().ofMinSize(1).ofMaxSize(5);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings()
        .all()
        .filter(text -> text.indexOf('\0') < 0 && UTF_8.newEncoder().canEncode(text));
  }

  private static String quoted(List<String> words) {
    return PRINT + words.stream().map(ShellQuoting::quote).collect(joining(" "));
  }

  /** What a shell prints for a line: one shell for all lines, so that ten thousand take seconds. */
  private List<String> throughShell(String line, int words, Charset charset) throws IOException {
    if (shell == null || !shell.isAlive()) {
      shell =
          new ProcessBuilder("sh").directory(directory.toFile()).redirectErrorStream(true).start();
      answers = new BufferedInputStream(shell.getInputStream());
    }
    // A quote that is left open would have the shell wait for its end.
    Process current = shell;
    CompletableFuture<Boolean> answered = new CompletableFuture<>();
    CompletableFuture<Boolean> watchdog =
        answered
            .orTimeout(20, TimeUnit.SECONDS)
            .exceptionally(late -> current.destroyForcibly().isAlive());
    shell.getOutputStream().write((line + "\n").getBytes(charset));
    shell.getOutputStream().flush();
    List<String> seen = new ArrayList<>();
    for (int word = 0; word < words; word++) {
      seen.add(nextWord(charset));
    }
    answered.complete(true);
    assertThat(watchdog).isCompletedWithValue(true);
    return seen;
  }

  private String nextWord(Charset charset) throws IOException {
    ByteArrayOutputStream word = new ByteArrayOutputStream();
    for (int next = answers.read(); next != 0; next = answers.read()) {
      assertThat(next).as("the shell ended, or did not answer, after '%s'", word).isPositive();
      word.write(next);
    }
    return word.toString(charset);
  }
}
