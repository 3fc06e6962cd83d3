package io.dispatchcloud.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("docs/traceability.md")
class TraceabilityTest {
  /** How many rules each section of the specification has. */
  private static final Map<String, Integer> RULES = rules();

  private static final Pattern RULE = Pattern.compile("\\b([A-Z][A-Z0-9]{2,4})-(\\d+)\\b");

  private static Map<String, Integer> rules() {
    Map<String, Integer> rules = new LinkedHashMap<>();
    rules.put("CTR", 7);
    rules.put("TYPE", 6);
    rules.put("ROOM", 3);
    rules.put("SET", 11);
    rules.put("SSH", 8);
    rules.put("RUN", 9);
    rules.put("POOL", 24);
    rules.put("SCH", 18);
    rules.put("QUEUE", 7);
    rules.put("EC2", 7);
    rules.put("GCE", 5);
    return rules;
  }

  @Test
  @DisplayName("names a test for every rule, and is what the tests say")
  void everyRuleHasATest() throws Exception {
    Map<String, Set<String>> tests = testsByRule();
    List<String> without = new ArrayList<>();
    StringBuilder table = new StringBuilder();
    RULES.forEach(
        (section, count) -> {
          for (int number = 1; number <= count; number++) {
            String rule = section + "-" + number;
            Set<String> found = tests.getOrDefault(rule, Set.of());
            if (found.isEmpty()) {
              without.add(rule);
            }
            table.append("| ").append(rule).append(" | ");
            table.append(String.join(", ", found)).append(" |\n");
          }
        });

    assertThat(without).as("rules that no test names").isEmpty();
    assertThat(Files.readString(Sources.ROOT.resolve("docs/traceability.md")))
        .as("the page, which should have:%n%s", table)
        .contains(table);
  }

  private static Map<String, Set<String>> testsByRule() throws Exception {
    Map<String, Set<String>> tests = new LinkedHashMap<>();
    for (Path file : Sources.java("test")) {
      String name = file.getFileName().toString().replace(".java", "");
      if (!name.endsWith("Test")) {
        continue;
      }
      Matcher displayName =
          Pattern.compile("@(?:DisplayName|Label)\\(\\s*\"([^\"]*)\"")
              .matcher(Files.readString(file));
      while (displayName.find()) {
        Matcher rule = RULE.matcher(displayName.group(1));
        while (rule.find()) {
          tests.computeIfAbsent(rule.group(), key -> new TreeSet<>()).add(name);
        }
      }
    }
    return tests;
  }
}
