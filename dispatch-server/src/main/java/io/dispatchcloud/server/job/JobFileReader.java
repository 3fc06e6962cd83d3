package io.dispatchcloud.server.job;

import io.dispatchcloud.api.cloud.Driver;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.config.Parameter;
import io.dispatchcloud.api.config.Parameters;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.queue.Sizing;
import io.dispatchcloud.core.DispatcherConfig;
import io.dispatchcloud.core.Settings;
import io.dispatchcloud.server.yaml.Fault;
import io.dispatchcloud.server.yaml.Faults;
import io.dispatchcloud.server.yaml.YamlFile;
import io.dispatchcloud.server.yaml.YamlList;
import io.dispatchcloud.server.yaml.YamlMap;
import io.dispatchcloud.server.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads and checks the file of a job. Finds all that is wrong before it gives up. */
public final class JobFileReader {
  private static final Parameter<String> INSTANCE_SET_ID =
      Parameter.text("instanceSetId", "the name of all that this job owns at the provider");
  private static final Parameter<String> DRIVER =
      Parameter.text("driver", "where instances come from").required();
  private static final List<Parameter<?>> SIMPLE = List.of(INSTANCE_SET_ID, DRIVER);
  private static final String DRIVER_PARAMETERS = "driverParameters";
  private static final String INSTANCE_TYPES = "instanceTypes";
  private static final String RESOURCE_TAGS = "resourceTags";
  private static final String CONTAINERS = "containers";
  private static final String FINALLY = "finally";
  private static final List<String> OTHERS =
      List.of(
          INSTANCE_SET_ID.name(),
          DRIVER.name(),
          DRIVER_PARAMETERS,
          INSTANCE_TYPES,
          RESOURCE_TAGS,
          CONTAINERS,
          FINALLY,
          StoreReader.STORE,
          HttpReader.HTTP);

  private final Path file;
  private final Set<String> reservedIds;
  private final boolean withContainers;
  private final Faults faults;
  private final CommandReader commands;

  private JobFileReader(Path file, Set<String> reservedIds, boolean withContainers, Faults faults) {
    this.file = file;
    this.reservedIds = reservedIds;
    this.withContainers = withContainers;
    this.faults = faults;
    this.commands = new CommandReader(JobFile.folderOf(file));
  }

  /**
   * Reads a file.
   *
   * @param file the file
   * @param reservedIds names that no container may have
   * @param faults gets all that is wrong
   * @return the job; empty if anything is wrong
   */
  public static Optional<JobFile> read(Path file, Set<String> reservedIds, Faults faults) {
    return read(file, reservedIds, true, faults);
  }

  /**
   * Reads only how to dispatch: the driver, its parameters, the types and the settings. Containers
   * and the last step may be there, and are not looked at.
   *
   * @param file the file
   * @param faults gets all that is wrong
   * @return a job without containers; empty if anything is wrong
   */
  public static Optional<JobFile> readConfiguration(Path file, Faults faults) {
    return read(file, Set.of(), false, faults);
  }

  /**
   * Reads only the containers. How to dispatch may be there, and is not looked at.
   *
   * @param file the file
   * @param faults gets all that is wrong
   * @return the containers, in the order of the file; empty if anything is wrong
   */
  public static Optional<List<ContainerSpec>> readContainers(Path file, Faults faults) {
    return top(file, faults)
        .flatMap(top -> new JobFileReader(file, Set.of(), true, faults).containersOnly(top));
  }

  /**
   * Reads only the driver and its parameters. All else may be there, and is not looked at.
   *
   * @param file the file
   * @param faults gets all that is wrong
   * @return the driver, and what it is told; empty if anything is wrong
   */
  public static Optional<DriverChoice> readDriver(Path file, Faults faults) {
    return top(file, faults).flatMap(top -> driverOnly(top, faults));
  }

  private static Optional<DriverChoice> driverOnly(Section top, Faults faults) {
    top.refuseUnknown(Settings.all(), OTHERS);
    Optional<DriverChoice> choice =
        top.parameters(SIMPLE)
            .flatMap(given -> driver(given.get(DRIVER), top))
            .map(driver -> new DriverChoice(driver, driverParameters(driver, top)));
    return faults.none() ? choice : Optional.empty();
  }

  private static Optional<JobFile> read(
      Path file, Set<String> reservedIds, boolean withContainers, Faults faults) {
    return top(file, faults)
        .flatMap(top -> new JobFileReader(file, reservedIds, withContainers, faults).job(top));
  }

  private static Optional<Section> top(Path file, Faults faults) {
    Optional<YamlNode> root = YamlFile.read(file, faults);
    if (root.isPresent() && root.get() instanceof YamlMap map) {
      return Optional.of(new Section(map, "", faults));
    }
    root.ifPresent(
        other -> faults.add(Fault.shape("the file", other, "a map with driver, containers, ...")));
    return Optional.empty();
  }

  private Optional<List<ContainerSpec>> containersOnly(Section top) {
    top.refuseUnknown(Settings.all(), OTHERS);
    List<ContainerSpec> containers = List.copyOf(containers(top).values());
    return faults.none() ? Optional.of(containers) : Optional.empty();
  }

  private Optional<JobFile> job(Section top) {
    top.refuseUnknown(Settings.all(), OTHERS);
    if (withContainers && top.map().find(StoreReader.STORE).isPresent()) {
      top.refuse(
          StoreReader.STORE,
          "expected nothing here: dispatch run keeps its containers in the output folder; dispatch"
              + " serve runs those of a store");
    }
    Optional<Parameters> simple = top.parameters(SIMPLE);
    Optional<Driver> driver = simple.flatMap(given -> driver(given.get(DRIVER), top));
    Map<String, Object> driverParameters =
        driver.map(found -> driverParameters(found, top)).orElse(Map.of());
    Optional<DispatcherConfig> config = simple.flatMap(given -> config(given, top));
    Map<Section, ContainerSpec> containers = withContainers ? containers(top) : Map.of();
    config.ifPresent(checked -> refuseTooLarge(checked, containers));
    List<String> lastCommand = withContainers ? lastCommand(top) : List.of();
    if (!faults.none() || driver.isEmpty() || config.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new JobFile(
            file,
            config.get(),
            driver.get(),
            driverParameters,
            new ArrayList<>(containers.values()),
            lastCommand));
  }

  private static Optional<Driver> driver(String name, Section top) {
    List<Driver> found = Drivers.find();
    Optional<Driver> driver = found.stream().filter(one -> one.name().equals(name)).findFirst();
    if (driver.isEmpty()) {
      top.fault(DRIVER.name(), name, DriverChoice.expected(name, found));
    }
    return driver;
  }

  private static Map<String, Object> driverParameters(Driver driver, Section top) {
    Section section = top.section(DRIVER_PARAMETERS).orElseGet(() -> top.empty(DRIVER_PARAMETERS));
    section.refuseUnknown(driver.parameters(), List.of());
    section.parameters(driver.parameters());
    return section.raw(driver.parameters(), new HashSet<>());
  }

  private Optional<DispatcherConfig> config(Parameters simple, Section top) {
    List<InstanceType> types = new ArrayList<>();
    if (top.map().find(INSTANCE_TYPES).isEmpty()) {
      top.fault(INSTANCE_TYPES, "", "at least one type of instance");
    }
    Map<String, Section> typeSections = top.sections(INSTANCE_TYPES);
    typeSections.forEach(
        (name, section) -> InstanceTypeReader.read(name, section).ifPresent(types::add));
    Map<String, String> tags = top.texts(RESOURCE_TAGS);
    Map<String, Object> raw = top.raw(Settings.all(), new HashSet<>());
    new PrivateKeyFile(JobFile.folderOf(file)).readInto(raw, top);
    boolean settingsAreRight = top.parameters(Settings.all()).isPresent();
    String setId = simple.find(INSTANCE_SET_ID).orElseGet(() -> InstanceSetName.of(file));
    if (!InstanceSetName.isRight(setId)) {
      top.fault(INSTANCE_SET_ID.name(), setId, InstanceSetName.FORM);
      return Optional.empty();
    }
    if (!settingsAreRight || types.isEmpty() || types.size() < typeSections.size()) {
      return Optional.empty();
    }
    DispatcherConfig.Builder builder = DispatcherConfig.builder(setId).setAll(raw);
    types.forEach(builder::instanceType);
    tags.forEach(builder::resourceTag);
    try {
      return Optional.of(builder.build());
    } catch (IllegalArgumentException e) {
      faults.add(new Fault(0, String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  private Map<Section, ContainerSpec> containers(Section top) {
    Map<Section, ContainerSpec> containers = new LinkedHashMap<>();
    Optional<YamlNode> given = top.map().find(CONTAINERS);
    if (given.isEmpty() || (given.get() instanceof YamlList list && list.items().isEmpty())) {
      top.fault(CONTAINERS, "", "at least one container: there is nothing to run");
    } else if (given.get() instanceof YamlList list) {
      ContainerReader reader = new ContainerReader(commands, reservedIds);
      for (int i = 0; i < list.items().size(); i++) {
        String path = CONTAINERS + "[" + i + "]";
        if (list.items().get(i) instanceof YamlMap map) {
          Section section = new Section(map, path, faults);
          reader.read(section).ifPresent(spec -> containers.put(section, spec));
        } else {
          faults.add(Fault.shape(path, list.items().get(i), "a map with id, command, needs, ..."));
        }
      }
    } else {
      faults.add(Fault.shape(CONTAINERS, given.get(), "a list of containers"));
    }
    return containers;
  }

  private static void refuseTooLarge(
      DispatcherConfig config, Map<Section, ContainerSpec> containers) {
    containers.forEach(
        (section, spec) -> {
          Sizing sizing = config.sizing(spec);
          if (!sizing.fits()) {
            section.refuse("needs", spec.id() + ": " + sizing.error());
          }
        });
  }

  private List<String> lastCommand(Section top) {
    Optional<Section> section = top.section(FINALLY);
    section.ifPresent(given -> given.refuseUnknown(List.of(), List.of(CommandReader.COMMAND)));
    return section.flatMap(commands::command).orElse(List.of());
  }
}
