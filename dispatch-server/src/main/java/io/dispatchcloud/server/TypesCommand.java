package io.dispatchcloud.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.Driver;
import io.dispatchcloud.api.cloud.DriverContext;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.cloud.InstanceTypeCatalog;
import io.dispatchcloud.api.config.Parameter;
import io.dispatchcloud.api.config.ParameterException;
import io.dispatchcloud.api.config.Parameters;
import io.dispatchcloud.api.meter.Meters;
import io.dispatchcloud.server.job.DriverChoice;
import io.dispatchcloud.server.job.JobFileReader;
import io.dispatchcloud.server.types.TypeFilter;
import io.dispatchcloud.server.types.TypeSection;
import io.dispatchcloud.server.yaml.Faults;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dispatch types}. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
@Command(
    name = "types",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Prints the instance types that a provider has, as the section instanceTypes of a"
          + " configuration file, cheapest first.",
      "Sizes, and prices where the provider tells them, are asked for; other prices are those of"
          + " the driver's own table."
    })
final class TypesCommand implements Callable<Integer> {
  private static final String REGION = "region";

  @Option(
      names = "--driver",
      paramLabel = "NAME",
      description = "Whose types: ec2 or gce, or another driver on the class path.")
  private @Nullable String driver;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Takes the driver and its parameters from a file as for dispatch run.")
  private @Nullable Path file;

  @Option(names = "--region", paramLabel = "REGION", description = "The driver's parameter region.")
  private @Nullable String region;

  @Option(
      names = {"-P", "--parameter"},
      paramLabel = "NAME=VALUE",
      converter = LabelConverter.class,
      description =
          "A parameter of the driver; repeated for lists. Secrets come from --config, or from where"
              + " the provider's own tools have them.")
  private List<Map.Entry<String, String>> parameters = List.of();

  @Option(
      names = "--filter",
      paramLabel = "FILTER",
      description =
          "Only types like that: a name with * and ?, or vcpus, ram, scratch, price, gpus, vram or"
              + " preemptible, compared: 'vcpus>=4'. Of several, all must hold.")
  private List<String> filters = List.of();

  @Option(names = "--json", description = "Prints an object of JSON instead, on one line.")
  private boolean json;

  @Mixin private Frame frame;

  @Override
  public Integer call() throws InterruptedException {
    return frame.orRefuse(this::print);
  }

  private int print() throws BadInputException {
    List<TypeFilter> wanted = new ArrayList<>();
    for (String filter : filters) {
      try {
        wanted.add(TypeFilter.parse(filter));
      } catch (IllegalArgumentException e) {
        throw new BadInputException("--filter: " + e.getMessage());
      }
    }
    DriverChoice choice = choice();
    if (!(choice.driver() instanceof InstanceTypeCatalog catalog)) {
      throw new BadInputException(
          "driver: '"
              + choice.driver().name()
              + "'; expected one that knows its provider's types: write instanceTypes by hand");
    }
    List<InstanceType> types;
    try {
      types = catalog.instanceTypes(context(choice));
    } catch (CloudException e) {
      frame.err().println("types: " + e.getMessage());
      frame.err().flush();
      return 1;
    }
    List<InstanceType> shown =
        types.stream()
            .filter(type -> wanted.stream().allMatch(filter -> filter.test(type)))
            .toList();
    show(choice.driver(), types.size(), shown);
    return 0;
  }

  private void show(Driver from, int all, List<InstanceType> shown) {
    if (json) {
      frame.out().println(json(shown));
    } else {
      String some = shown.size() == all ? all + " types" : shown.size() + " of " + all + " types";
      LocalDate today = LocalDate.now(Clock.system(ZoneOffset.UTC));
      frame.out().println("# " + some + " of driver " + from.name() + ", " + today);
      TypeSection.lines(shown).forEach(frame.out()::println);
    }
    frame.out().flush();
  }

  private static String json(List<InstanceType> types) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = new JsonFactory().createGenerator(text)) {
      TypeSection.write(types, generator);
    } catch (IOException e) {
      throw new UncheckedIOException("a writer in memory fails", e);
    }
    return text.toString();
  }

  private DriverChoice choice() throws BadInputException {
    if ((driver == null) == (file == null)) {
      throw new BadInputException("expected either --driver or --config");
    }
    DriverChoice choice = file == null ? named(String.valueOf(driver)) : read(file);
    Map<String, Object> all = new LinkedHashMap<>(choice.parameters());
    if (region != null) {
      if (names(choice.driver()).stream().noneMatch(REGION::equals)) {
        throw new BadInputException(
            "--region: '"
                + region
                + "'; driver "
                + choice.driver().name()
                + " has no such parameter, but "
                + String.join(", ", names(choice.driver()))
                + ": use --parameter");
      }
      all.put(REGION, region);
    }
    Map<String, List<String>> given = new LinkedHashMap<>();
    parameters.forEach(
        each ->
            given.computeIfAbsent(each.getKey(), name -> new ArrayList<>()).add(each.getValue()));
    for (Map.Entry<String, List<String>> each : given.entrySet()) {
      refuseSecret(choice.driver(), each.getKey());
      List<String> values = each.getValue();
      all.put(each.getKey(), values.size() == 1 ? values.get(0) : List.copyOf(values));
    }
    return new DriverChoice(choice.driver(), all);
  }

  private static List<String> names(Driver driver) {
    return driver.parameters().stream().map(Parameter::name).toList();
  }

  private static DriverChoice named(String name) throws BadInputException {
    try {
      return new DriverChoice(DriverChoice.find(name), Map.of());
    } catch (IllegalArgumentException e) {
      throw new BadInputException("--driver: " + e.getMessage());
    }
  }

  private static DriverChoice read(Path file) throws BadInputException {
    Faults faults = new Faults(file.toString());
    return JobFileReader.readDriver(file, faults)
        .orElseThrow(() -> new BadInputException(faults.lines()));
  }

  /** Everybody on the machine can read a command line. */
  private static void refuseSecret(Driver driver, String name) throws BadInputException {
    for (Parameter<?> parameter : driver.parameters()) {
      if (parameter.isSecret() && parameter.name().equals(name)) {
        throw new BadInputException(
            "--parameter: '" + name + "'; a secret is for --config, not for the command line");
      }
    }
  }

  private static DriverContext context(DriverChoice choice) throws BadInputException {
    String name = choice.driver().name();
    try {
      return new DriverContext(
          Parameters.read(
              "driver '" + name + "'", choice.parameters(), choice.driver().parameters()),
          new InstanceSetId("types"),
          "DispatchInstanceSetID",
          Map.of(),
          System.getLogger("io.dispatchcloud.driver." + name),
          Meters.none(),
          Clock.systemUTC());
    } catch (ParameterException e) {
      throw new BadInputException(String.valueOf(e.getMessage()));
    }
  }
}
