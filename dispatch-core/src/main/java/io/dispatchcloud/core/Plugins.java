package io.dispatchcloud.core;

import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Function;

/** Finds drivers, executors and stores by name. */
final class Plugins {
  private Plugins() {}

  /**
   * Finds a plug-in.
   *
   * @throws IllegalArgumentException if there is none of that name; names those that there are
   */
  static <T> T find(String kind, String name, ServiceLoader<T> found, Function<T, String> nameOf) {
    List<T> all = found.stream().map(ServiceLoader.Provider::get).toList();
    for (T plugin : all) {
      if (nameOf.apply(plugin).equals(name)) {
        return plugin;
      }
    }
    List<String> names = all.stream().map(nameOf).distinct().sorted().toList();
    throw new IllegalArgumentException(
        kind
            + ": '"
            + name
            + "'; expected "
            + (names.isEmpty()
                ? "one on the class path or module path, where there is none"
                : "one of those found: " + String.join(", ", names)));
  }
}
