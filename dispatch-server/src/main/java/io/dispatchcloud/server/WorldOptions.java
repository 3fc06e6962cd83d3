package io.dispatchcloud.server;

import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.config.Secret;
import io.dispatchcloud.core.Placement;
import io.dispatchcloud.core.Settings;
import io.dispatchcloud.server.job.JobFile;
import io.dispatchcloud.server.job.JobFileReader;
import io.dispatchcloud.server.show.FileTrouble;
import io.dispatchcloud.server.yaml.Faults;
import io.dispatchcloud.test.sim.trace.InstanceTypeTable;
import io.dispatchcloud.test.sim.trace.TraceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** On what instances, and with what settings, {@code dispatch simulate} dispatches. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
final class WorldOptions {
  @Option(
      names = "--types",
      paramLabel = "FILE",
      description =
          "Takes the instance types from a table of sizes and prices, such as"
              + " examples/data/ec2_instance_types_us-east-1.csv.")
  private @Nullable Path types;

  @Option(
      names = "--types-where",
      paramLabel = "COLUMN=VALUE",
      description = "Takes only rows with that value: arch=amd64, say. Can be repeated.")
  private Map<String, String> where = new LinkedHashMap<>();

  @Option(
      names = "--preemptible",
      description = "Takes the types of the table, and all of a trace, as preemptible.")
  private boolean preemptible;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Takes instance types and settings from a file as for dispatch run.")
  private @Nullable Path config;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "Sets a setting of the dispatcher: maxInstances=0, say. Can be repeated.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--placement",
      paramLabel = "POLICY",
      description = "What chooses the types of new instances: cheapest or packing.")
  private @Nullable String placement;

  private Optional<JobFile> configuration = Optional.empty();

  boolean preemptible() {
    return preemptible;
  }

  /** Reads what has to be read; complains about all that is wrong. */
  void read() throws BadInputException {
    if (types != null && config != null) {
      throw new BadInputException("--types: '" + types + "'; expected either --types or --config");
    }
    if (types == null && !where.isEmpty()) {
      throw new BadInputException("--types: nothing given; expected a table for --types-where");
    }
    if (settings.containsKey(Settings.DISPATCH_PRIVATE_KEY.name())) {
      // It would stand in the command that a violation is repeated with.
      throw new BadInputException(
          "--set: '"
              + Settings.DISPATCH_PRIVATE_KEY.name()
              + "="
              + Secret.MASK
              + "'; expected no key: in a simulation it opens nothing");
    }
    if (config != null) {
      Faults faults = new Faults(config.toString());
      configuration = JobFileReader.readConfiguration(config, faults);
      if (configuration.isEmpty()) {
        throw new BadInputException(faults.lines());
      }
    }
  }

  /** The types; null for the simulator's own. */
  @Nullable List<InstanceType> types() throws BadInputException {
    if (types == null) {
      return configuration.map(job -> job.config().instanceTypes()).orElse(null);
    }
    InstanceTypeTable table = InstanceTypeTable.of(types).preemptible(preemptible);
    for (Map.Entry<String, String> wanted : where.entrySet()) {
      table = table.where(wanted.getKey(), wanted.getValue());
    }
    try {
      return table.read();
    } catch (IOException e) {
      throw new BadInputException(
          "--types: '" + types + "'; expected a file that can be read: " + FileTrouble.words(e));
    } catch (TraceException e) {
      throw new BadInputException(String.valueOf(e.getMessage()));
    }
  }

  /** The settings: the file's, and over those the ones of the command line. */
  Map<String, Object> settings() {
    Map<String, Object> all = new LinkedHashMap<>();
    configuration.ifPresent(job -> all.putAll(job.settings()));
    // Keys open nothing here.
    all.remove(Settings.DISPATCH_PRIVATE_KEY.name());
    all.putAll(settings);
    return all;
  }

  /** A choice as a file has it. */
  private static String word(Object choice) {
    return choice.toString().toLowerCase(Locale.ROOT);
  }

  /** The policy; null for what the settings say. */
  @Nullable Placement placement() throws BadInputException {
    if (placement == null) {
      return null;
    }
    for (Placement policy : Placement.values()) {
      if (word(policy).equals(placement)) {
        return policy;
      }
    }
    throw new BadInputException("--placement: '" + placement + "'; expected cheapest or packing");
  }

  /** What is read. */
  List<Path> inputs() {
    return Stream.of(Optional.ofNullable(types), Optional.ofNullable(config))
        .flatMap(Optional::stream)
        .toList();
  }

  /** The options again, for a command that does the same. */
  List<String> words() {
    List<String> words = new ArrayList<>();
    if (types != null) {
      words.addAll(List.of("--types", types.toString()));
    }
    where.forEach((column, value) -> words.addAll(List.of("--types-where", column + "=" + value)));
    if (preemptible) {
      words.add("--preemptible");
    }
    if (config != null) {
      words.addAll(List.of("--config", config.toString()));
    }
    settings.forEach((name, value) -> words.addAll(List.of("--set", name + "=" + value)));
    if (placement != null) {
      words.addAll(List.of("--placement", placement));
    }
    return words;
  }
}
