package io.dispatchcloud.server.run;

import io.dispatchcloud.server.show.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The end of a job for programs: a line for each container, its cells parted by tabs. */
final class Summary {
  private static final String HEAD =
      String.join("\t", "container", "end", "instance", "waited_ms", "ran_ms", "cost", "reason");

  private Summary() {}

  static void write(List<Row> rows, Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(HEAD);
    for (Row row : rows) {
      lines.add(
          String.join(
              "\t",
              row.container(),
              row.end(),
              row.instance(),
              millis(row.waited()),
              millis(row.ran()),
              row.cost().toPlainString(),
              row.reason().replaceAll("\\s+", " ")));
    }
    Files.write(file, lines);
  }

  private static String millis(@Nullable Duration duration) {
    return duration == null ? "" : Long.toString(duration.toMillis());
  }
}
