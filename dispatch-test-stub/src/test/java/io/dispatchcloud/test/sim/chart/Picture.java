package io.dispatchcloud.test.sim.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A document in SVG, taken apart; each element is closed where it should be. */
record Picture(List<Element> elements) {
  private static final Pattern TAG =
      Pattern.compile(
          "<(/?)([a-z]+)((?: [A-Za-z0-9-]+=\"[^\"<>&]*\"| xmlns=\"[^\"]*\")*)(/?)>([^<>]*)");

  /** An element with its attributes, as they stand there, and the text behind its tag. */
  record Element(String name, String attributes, String text) {}

  static Picture of(String svg) {
    List<Element> elements = new ArrayList<>();
    Deque<String> open = new ArrayDeque<>();
    Matcher tag = TAG.matcher(svg);
    int end = 0;
    while (tag.find()) {
      assertThat(tag.start()).as("what stands before %s", tag.group()).isEqualTo(end);
      end = tag.end();
      assertThat(tag.group(5)).doesNotContainPattern("&(?!amp;|lt;|gt;)");
      if (!tag.group(1).isEmpty()) {
        assertThat(open.pop()).isEqualTo(tag.group(2));
        continue;
      }
      elements.add(new Element(tag.group(2), tag.group(3), plain(tag.group(5))));
      if (tag.group(4).isEmpty()) {
        open.push(tag.group(2));
      }
    }
    assertThat(end).isEqualTo(svg.length());
    assertThat(open).isEmpty();
    return new Picture(elements);
  }

  private static String plain(String text) {
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
  }

  private List<Element> all(String name) {
    return elements.stream().filter(element -> element.name().equals(name)).toList();
  }

  int count(String name) {
    return all(name).size();
  }

  List<String> texts() {
    return all("text").stream().map(Element::text).toList();
  }

  String points(String name, int index) {
    Matcher points =
        Pattern.compile("points=\"([^\"]*)\"").matcher(all(name).get(index).attributes());
    assertThat(points.find()).isTrue();
    return points.group(1);
  }
}
