package io.dispatchcloud.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.core.Metric;
import io.dispatchcloud.core.MetricTag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

@DisplayName("What docs say about metrics")
class MetricsPagesTest {
  private static final Path DOCS = Path.of(System.getProperty("dispatch.root", ".."), "docs");
  private static final Scrape SCRAPE = Scrape.ofNew();

  private static String page(String name) throws IOException {
    return Files.readString(DOCS.resolve(name));
  }

  /** JSON is YAML, too. */
  private static Map<?, ?> tree(String name) throws IOException {
    return new Yaml().load(page(name));
  }

  private static List<Map<?, ?>> maps(Object list) {
    List<Map<?, ?>> maps = new ArrayList<>();
    ((List<?>) list).forEach(each -> maps.add((Map<?, ?>) each));
    return maps;
  }

  private static List<Map<?, ?>> panels() throws IOException {
    return maps(tree("grafana/dispatch.json").get("panels"));
  }

  private static List<String> expressions() throws IOException {
    return panels().stream()
        .filter(panel -> panel.containsKey("targets"))
        .flatMap(panel -> maps(panel.get("targets")).stream())
        .map(target -> (String) target.get("expr"))
        .toList();
  }

  private static List<Map<?, ?>> rules() throws IOException {
    return maps(tree("alerts.yaml").get("groups")).stream()
        .flatMap(group -> maps(group.get("rules")).stream())
        .toList();
  }

  @Test
  @DisplayName("MET the table of docs/metrics.md is the catalogue")
  void table() throws Exception {
    String table =
        Arrays.stream(Metric.values()).map(MetricsPagesTest::row).collect(Collectors.joining());

    assertThat(page("metrics.md")).as("the page, which should have:%n%s", table).contains(table);
  }

  private static String row(Metric metric) {
    return "| `%s` | %s | `%s` | %s | %s |\n"
        .formatted(
            metric.series(),
            metric.kind().name().toLowerCase(Locale.ROOT),
            Scrape.name(metric),
            metric.tags().stream().map(MetricsPagesTest::tag).collect(Collectors.joining("; ")),
            metric.description());
  }

  private static String tag(MetricTag tag) {
    return "`%s`: %s%s"
        .formatted(
            tag.key().replace('.', '_'),
            String.join(", ", tag.known()),
            tag.isFixed() ? "" : ", names of types");
  }

  @Test
  @DisplayName("MET every metric is there when Prometheus looks for the first time, with 0")
  void everythingIsThere() {
    for (Metric metric : Metric.values()) {
      String name = Scrape.name(metric);
      List<String> parts =
          metric.kind() == Metric.Kind.TIMER
              ? List.of(name + "_count", name + "_sum", name + "_max", name + "_bucket")
              : List.of(name);
      assertThat(SCRAPE.series).containsKeys(parts.toArray(String[]::new));
    }
    assertThat(SCRAPE.values.entrySet())
        .filteredOn(each -> each.getKey().startsWith("dispatch_"))
        .hasSizeGreaterThan(100)
        .allSatisfy(each -> assertThat(Double.parseDouble(each.getValue())).isZero());
  }

  @Test
  @DisplayName("every series, label and label's value of the dashboard exists")
  void dashboard() throws Exception {
    assertThat(expressions()).hasSizeGreaterThan(30);
    assertThat(expressions().stream().flatMap(each -> new Query(each, SCRAPE).problems.stream()))
        .isEmpty();
  }

  @Test
  @DisplayName("every metric is on the dashboard")
  void allOnTheDashboard() throws Exception {
    String all = String.join("\n", expressions());

    assertThat(Metric.values())
        .allSatisfy(metric -> assertThat(all).containsPattern(Scrape.name(metric) + "[_{]"));
  }

  @Test
  @DisplayName("panels have numbers and places of their own")
  void panelsDoNotOverlap() throws Exception {
    List<Map<?, ?>> panels = panels();
    assertThat(panels.stream().map(panel -> panel.get("id"))).doesNotHaveDuplicates();
    List<String> cells = new ArrayList<>();
    for (Map<?, ?> panel : panels) {
      Map<?, ?> at = (Map<?, ?>) panel.get("gridPos");
      int right = (Integer) at.get("x") + (Integer) at.get("w");
      int bottom = (Integer) at.get("y") + (Integer) at.get("h");
      assertThat(right).isLessThanOrEqualTo(24);
      for (int x = (Integer) at.get("x"); x < right; x++) {
        for (int y = (Integer) at.get("y"); y < bottom; y++) {
          cells.add(x + " " + y);
        }
      }
    }
    assertThat(cells).doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("every series, label and label's value of the alert rules exists")
  void alerts() throws Exception {
    assertThat(rules()).hasSizeGreaterThan(10);
    assertThat(
            rules().stream()
                .flatMap(rule -> new Query((String) rule.get("expr"), SCRAPE).problems.stream()))
        .isEmpty();
  }

  @Test
  @DisplayName("every alert has a summary, a severity, and a section of the runbook")
  void runbook() throws Exception {
    List<String> anchors =
        page("operations.md")
            .lines()
            .filter(line -> line.startsWith("#"))
            .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT).replace(' ', '-'))
            .map("docs/operations.md#"::concat)
            .toList();
    for (Map<?, ?> rule : rules()) {
      Map<?, ?> annotations = (Map<?, ?>) rule.get("annotations");
      assertThat((String) annotations.get("summary")).as("%s", rule.get("alert")).isNotBlank();
      assertThat(anchors).contains((String) annotations.get("runbook"));
      assertThat(((Map<?, ?>) rule.get("labels")).get("severity"))
          .isIn("critical", "warning", "info");
    }
  }

  @Test
  @DisplayName("the check of expressions finds what is wrong")
  void theCheckItself() {
    for (String wrong :
        List.of(
            "sum(dispatch_none)",
            "sum(dispatch_at_quota",
            "sum(dispatch_at_quota))",
            "summe(dispatch_at_quota)",
            "sum by (colour) (dispatch_instances)",
            "dispatch_instances{colour=\"red\"}",
            "dispatch_instances{category=\"lazy\"}",
            "dispatch_instances{category=~\"idle|lazy\"}",
            "dispatch_at_quota ?")) {
      assertThat(new Query(wrong, SCRAPE).problems).as(wrong).isNotEmpty();
    }
    assertThat(
            new Query(
                    "sum by (category) (rate(dispatch_instances_cost_total{job=~\"x\"}[5m])) > 0.5",
                    SCRAPE)
                .problems)
        .isEmpty();
  }
}
