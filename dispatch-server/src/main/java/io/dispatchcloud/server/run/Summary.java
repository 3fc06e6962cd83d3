package io.dispatchcloud.server.run;

import io.dispatchcloud.server.show.Row;
import io.dispatchcloud.server.show.Words;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
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
              Words.clean(row.reason()).replaceAll("\\s+", " ")));
    }
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      try (OutputStream out = PlainFiles.write(part)) {
        out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
      }
      PlainFiles.rename(part, file);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static String millis(@Nullable Duration duration) {
    return duration == null ? "" : Long.toString(duration.toMillis());
  }
}
