package io.dispatchcloud.test.sim;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** A dispatcher with a deliberate bug, in a class loader of its own. */
final class Mutant implements AutoCloseable {
  private final URLClassLoader loader;

  private Mutant(URLClassLoader loader) {
    this.loader = loader;
  }

  /** Compiles one, into a directory of its own. */
  static Mutant of(Mutation mutation, Path directory) throws IOException {
    Path source = directory.resolve(mutation.file().getFileName());
    Files.writeString(source, mutation.mutated());
    Path classes = Files.createDirectory(directory.resolve("classes"));
    List<String> path = path();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    int status =
        compiler.run(
            null,
            null,
            null,
            "-proc:none",
            "-nowarn",
            "-d",
            classes.toString(),
            "-cp",
            String.join(File.pathSeparator, path),
            source.toString());
    if (status != 0) {
      throw new IllegalStateException(mutation.name() + " does not compile");
    }
    List<URL> urls = new ArrayList<>();
    urls.add(url(classes.toString()));
    for (String entry : path) {
      urls.add(url(entry));
    }
    return new Mutant(
        new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader()));
  }

  /** Where the classes of this test come from, whether on the class path or the module path. */
  private static List<String> path() {
    return Stream.of("jdk.module.path", "java.class.path")
        .map(name -> System.getProperty(name, ""))
        .flatMap(value -> Stream.of(value.split(File.pathSeparator, -1)))
        .filter(entry -> !entry.isEmpty())
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static URL url(String path) throws MalformedURLException {
    return Path.of(path).toUri().toURL();
  }

  /**
   * Simulates it.
   *
   * @return the violation; empty if it was not noticed
   */
  String violation(long seed) throws ReflectiveOperationException {
    Class<?> simulation = loader.loadClass("io.dispatchcloud.test.sim.Simulation");
    Class<?> plan = loader.loadClass("io.dispatchcloud.test.sim.FaultPlan");
    Object builder = simulation.getMethod("builder").invoke(null);
    Class<?> type = builder.getClass();
    type.getMethod("seed", long.class).invoke(builder, seed);
    type.getMethod("faults", plan).invoke(builder, plan.getMethod("storm").invoke(null));
    Object result = type.getMethod("run").invoke(builder);
    Object violation = result.getClass().getMethod("violation").invoke(result);
    return String.valueOf(violation).replaceAll("Optional(\\.empty|\\[(.*)])", "$2");
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }
}
