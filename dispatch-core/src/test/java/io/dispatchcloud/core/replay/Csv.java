package io.dispatchcloud.core.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads the tables in examples/data: a line of names, then values without quotes. */
final class Csv {
  private static final Path DATA =
      Path.of(System.getProperty("dispatch.root")).resolve("examples/data");

  private Csv() {}

  static List<Map<String, String>> rows(String file) {
    try (Stream<String> lines = Files.lines(DATA.resolve(file))) {
      List<String[]> cells = lines.map(line -> line.split(",", -1)).toList();
      String[] names = cells.get(0);
      return cells.stream().skip(1).map(values -> row(names, values)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> row(String[] names, String[] values) {
    Map<String, String> row = new LinkedHashMap<>();
    for (int i = 0; i < names.length; i++) {
      row.put(names[i], values[i]);
    }
    return row;
  }
}
