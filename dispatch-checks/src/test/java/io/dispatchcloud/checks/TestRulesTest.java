package io.dispatchcloud.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Tests")
class TestRulesTest {
  // Written so that this file does not match itself.
  private static final Pattern SKIPS_OR_SLEEPS =
      Pattern.compile("@Disable[d]|Assumption[s]\\.|assumeTru[e]|assumeFals[e]|Thread\\.slee[p]");
  private static final Pattern LEFT_FOR_LATER = Pattern.compile("\\b(TOD[O]|FIXM[E]|XX[X])\\b");

  @Test
  @DisplayName("neither skip nor sleep")
  void neitherSkipNorSleep() throws Exception {
    assertThat(matches("test", SKIPS_OR_SLEEPS)).isEmpty();
  }

  @Test
  @DisplayName("and sources leave nothing for later")
  void nothingForLater() throws Exception {
    assertThat(matches("test", LEFT_FOR_LATER)).isEmpty();
    assertThat(matches("main", LEFT_FOR_LATER)).isEmpty();
  }

  private static List<String> matches(String kind, Pattern pattern) throws Exception {
    List<String> found = new ArrayList<>();
    for (Path file : Sources.java(kind)) {
      Matcher matcher = pattern.matcher(Files.readString(file));
      while (matcher.find()) {
        found.add(Sources.ROOT.relativize(file) + ": " + matcher.group());
      }
    }
    return found;
  }
}
