package io.dispatchcloud.checks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The source files of all modules. */
final class Sources {
  static final Path ROOT = Path.of(System.getProperty("dispatch.root"));

  private Sources() {}

  /** All Java files under {@code dispatch-<module>/src/<kind>/java}. */
  static List<Path> java(String kind) {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path module : modules.filter(each -> named(each).startsWith("dispatch-")).toList()) {
        Path sources = module.resolve("src").resolve(kind).resolve("java");
        if (Files.isDirectory(sources)) {
          try (Stream<Path> found = Files.walk(sources)) {
            found.filter(file -> named(file).endsWith(".java")).forEach(files::add);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (files.isEmpty()) {
      throw new AssertionError("no sources under " + ROOT);
    }
    return files;
  }

  private static String named(Path path) {
    return path.getFileName().toString();
  }
}
