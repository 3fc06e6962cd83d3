package io.dispatchcloud.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.benchmarks.GrowthChart.Point;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

@DisplayName("The chart of growth")
class GrowthChartTest {
  private final GrowthChart chart = new GrowthChart();

  private static Document parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  @Test
  @DisplayName("has a line for each series, and one that grows as n log n from the highest")
  void lines() throws Exception {
    chart.add("slow", List.of(new Point(1_000, 10), new Point(1_000_000, 20_000)));
    chart.add("fast", List.of(new Point(1_000, 1), new Point(1_000_000, 1_000)));

    NodeList lines = parse(chart.svg()).getElementsByTagName("polyline");

    // 20,000 is 10 x 1,000 x (log 1,000,000 / log 1,000): the slow line is n log n itself.
    assertThat(points(lines, 0)).isEqualTo("80.0,370.0 730.0,105.9 ");
    assertThat(points(lines, 1)).isEqualTo("80.0,370.0 730.0,105.9 ");
    assertThat(points(lines, 2)).isEqualTo("80.0,450.0 730.0,210.0 ");
  }

  private static String points(NodeList lines, int index) {
    return ((Element) lines.item(index)).getAttribute("points");
  }

  @Test
  @DisplayName("can be drawn for a single size")
  void onePoint() throws Exception {
    chart.add("one", List.of(new Point(1_000, 1)));

    assertThat(points(parse(chart.svg()).getElementsByTagName("polyline"), 1))
        .isEqualTo("80.0,450.0 ");
  }
}
