package io.dispatchcloud.test.sim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A deliberate bug of the dispatcher, kept as a patch.
 *
 * @param name the patch's name
 * @param file which source it changes, from the root of the project
 * @param mutated that source with the bug
 */
record Mutation(String name, Path file, String mutated) {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Path PATCHES = Path.of("src/test/mutations");

  /** All of them, in their order. */
  static List<Path> patches() throws IOException {
    try (Stream<Path> files = Files.list(PATCHES)) {
      return files.filter(file -> file.toString().endsWith(".patch")).sorted().toList();
    }
  }

  /**
   * Applies a patch to what the sources are now.
   *
   * @throws IllegalStateException if it does not fit them any more
   */
  static Mutation of(Path patch) throws IOException {
    List<String> lines = Files.readAllLines(patch);
    String target =
        lines.stream().filter(line -> line.startsWith("+++ b/")).findFirst().orElseThrow();
    Path file = ROOT.resolve(target.substring("+++ b/".length()));
    String source = Files.readString(file);
    List<String> before = new ArrayList<>();
    List<String> after = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("---") || line.startsWith("+++")) {
        continue;
      }
      if (line.startsWith("@@")) {
        source = replaced(source, before, after, patch);
      } else if (line.startsWith("-")) {
        before.add(line.substring(1));
      } else if (line.startsWith("+")) {
        after.add(line.substring(1));
      } else {
        before.add(line.substring(1));
        after.add(line.substring(1));
      }
    }
    source = replaced(source, before, after, patch);
    return new Mutation(patch.getFileName().toString().replace(".patch", ""), file, source);
  }

  private static String replaced(
      String source, List<String> before, List<String> after, Path patch) {
    String old = String.join("\n", before);
    String changed = String.join("\n", after);
    before.clear();
    after.clear();
    if (old.isEmpty()) {
      return source;
    }
    int at = source.indexOf(old);
    if (at < 0 || source.indexOf(old, at + 1) >= 0) {
      throw new IllegalStateException(patch + " does not fit the sources any more; make it anew");
    }
    return source.substring(0, at) + changed + source.substring(at + old.length());
  }
}
