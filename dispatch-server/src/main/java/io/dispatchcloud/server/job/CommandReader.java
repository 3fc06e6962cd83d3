package io.dispatchcloud.server.job;

import io.dispatchcloud.server.yaml.YamlList;
import io.dispatchcloud.server.yaml.YamlNode;
import io.dispatchcloud.server.yaml.YamlScalar;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads commands and environments, and puts the file's folder in where they ask for it. */
final class CommandReader {
  static final String COMMAND = "command";
  private static final String ENVIRONMENT = "environment";
  private static final String FOLDER = "${fileDirectory}";
  private static final String EXPECTED =
      "a program and its arguments as a list of texts, or a text for sh -c";

  private final String folder;

  /**
   * Made for one file.
   *
   * @param folder what stands for {@code ${fileDirectory}}; absolute
   */
  CommandReader(Path folder) {
    this.folder = folder.toString();
  }

  /** The command; empty, with a fault, if it is missing or wrong. */
  Optional<List<String>> command(Section section) {
    Optional<YamlNode> given = section.map().find(COMMAND);
    List<YamlNode> words = List.of();
    if (given.isPresent() && given.get() instanceof YamlList list) {
      words = list.items();
    } else if (given.isPresent() && given.get() instanceof YamlScalar text) {
      int line = text.line();
      words = List.of(new YamlScalar(line, "sh", false), new YamlScalar(line, "-c", false), text);
    }
    boolean right =
        !words.isEmpty()
            && words.stream().allMatch(CommandReader::isText)
            && Stream.of(words.get(0), words.get(words.size() == 3 ? 2 : 0))
                .noneMatch(word -> ((YamlScalar) word).text().isBlank());
    if (!right) {
      section.refuse(
          COMMAND, given.map(YamlNode::shape).orElse("nothing given") + "; expected " + EXPECTED);
      return Optional.empty();
    }
    return Optional.of(words.stream().map(word -> expanded(((YamlScalar) word).text())).toList());
  }

  private static boolean isText(YamlNode node) {
    return node instanceof YamlScalar scalar && !scalar.nothing();
  }

  /** The environment; without what is wrong, about which there is a fault then. */
  Map<String, String> environment(Section section) {
    Map<String, String> environment = new TreeMap<>();
    section
        .texts(ENVIRONMENT)
        .forEach(
            (name, value) -> {
              if (name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                environment.put(name, expanded(value));
              } else {
                section.fault(
                    ENVIRONMENT, name, "names of letters, digits and '_', the first no digit");
              }
            });
    return environment;
  }

  String expanded(String text) {
    return text.replace(FOLDER, folder);
  }
}
