package io.dispatchcloud.server.example;

import java.nio.file.Path;

/** Where the example is. */
final class Example {
  private static final Path ROOT = Path.of(System.getProperty("dispatch.root", ".."));

  static final Path FILE = ROOT.resolve("examples/openb.yaml");
  static final Path TRACE = ROOT.resolve("examples/data/openb_pod_list_default.csv");

  private Example() {}
}
