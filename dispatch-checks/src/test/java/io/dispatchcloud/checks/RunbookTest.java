package io.dispatchcloud.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The messages in docs/operations.md")
class RunbookTest {
  /** Where something is logged at warn or above, up to what is said. */
  private static final Pattern LOGGED =
      Pattern.compile(
          "\\.at(?:Warn|Error)\\(\\)|LOG\\.(?:warn|error)\\(|tell\\(LOG\\.atWarn\\(\\)"
              + "|\\.log\\(\\s*(?:System\\.Logger\\.)?Level\\.(?:WARNING|ERROR)\\b");

  private static final Pattern TEXT =
      Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"(?:\\s*\\+\\s*\"((?:[^\"\\\\]|\\\\.)*)\")*");
  private static final Pattern PIECE = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| ([^|]+?) \\| (?:warn|error) \\|");

  /** Modules that run where nobody operates anything. */
  private static final List<String> FOR_TESTS =
      List.of("dispatch-test-stub", "dispatch-benchmarks");

  private static String page() throws IOException {
    return Files.readString(Sources.ROOT.resolve("docs/operations.md"));
  }

  /** What the code says at warn or above, each up to the first figure in it. */
  private static List<String> messages() throws IOException {
    List<String> messages = new ArrayList<>();
    for (Path file : Sources.java("main")) {
      if (FOR_TESTS.stream().anyMatch(module -> file.toString().contains("/" + module + "/"))) {
        continue;
      }
      String source = Files.readString(file);
      Matcher logged = LOGGED.matcher(source);
      while (logged.find()) {
        messages.add(message(file, source, logged.toMatchResult()));
      }
    }
    return messages;
  }

  private static String message(Path file, String source, MatchResult logged) {
    int begin = logged.end();
    if (source.substring(logged.start(), begin).contains(".at")) {
      // The keys come first.
      int said = source.indexOf(".log(", begin);
      int helper = source.indexOf("tell(LOG", logged.start() - 10);
      boolean through = helper >= 0 && helper < begin;
      begin = through ? source.lastIndexOf(".log(") : said;
    }
    Matcher text = TEXT.matcher(source);
    assertThat(text.find(begin)).as("what %s says at %s", file, logged.start()).isTrue();
    StringBuilder whole = new StringBuilder();
    Matcher piece = PIECE.matcher(text.group());
    while (piece.find()) {
      whole.append(piece.group(1));
    }
    String said = whole.toString().replace("''", "'").replace("\\\"", "\"");
    int figure = said.indexOf('{');
    String fixed = (figure < 0 ? said : said.substring(0, figure)).strip();
    String trimmed = fixed.replaceAll("[:;,.(]$| container=$| sqlState=$", "");
    assertThat(trimmed).as("what %s says: an operator looks for it", file).hasSizeGreaterThan(8);
    return trimmed.replaceAll("[:;,.(]$", "");
  }

  @Test
  @DisplayName("are all that the code can log at warn or above")
  void areAll() throws IOException {
    String page = page();

    assertThat(messages())
        .hasSizeGreaterThan(40)
        .allSatisfy(said -> assertThat(page).contains("| " + said + " | "));
  }

  @Test
  @DisplayName("are in the code: none is of a time gone by")
  void areOfNow() throws IOException {
    List<String> messages = messages();

    assertThat(ROW.matcher(page()).results().map(row -> row.group(1)).toList())
        .hasSizeGreaterThan(40)
        .allSatisfy(row -> assertThat(messages).contains(row));
  }
}
