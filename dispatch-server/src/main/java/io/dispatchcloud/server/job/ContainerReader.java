package io.dispatchcloud.server.job;

import io.dispatchcloud.api.config.Parameter;
import io.dispatchcloud.api.config.Parameters;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.RetryRule;
import io.dispatchcloud.api.container.RunSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the {@code containers}. For one file: it knows the ids that it has seen. */
final class ContainerReader {
  private static final Parameter<String> ID = Parameter.text("id", "its name").required();
  private static final Parameter<Long> PRIORITY =
      Parameter.integer("priority", "higher ones go first", 1, Long.MAX_VALUE).defaultsTo(1L);
  private static final Parameter<String> IMAGE =
      Parameter.text("image", "the image to run it in").defaultsTo("");
  private static final Parameter<String> WORKING_DIRECTORY =
      Parameter.text("workingDirectory", "where to start it").defaultsTo("");
  private static final Parameter<Boolean> SUPERVISOR =
      Parameter.flag("supervisor", "whether it submits others").defaultsTo(false);
  private static final Parameter<Boolean> PREEMPTIBLE =
      Parameter.flag("preemptible", "whether the provider may end it").defaultsTo(false);
  private static final List<Parameter<?>> SIMPLE =
      List.of(ID, PRIORITY, IMAGE, WORKING_DIRECTORY, SUPERVISOR, PREEMPTIBLE);
  private static final String NEEDS = "needs";
  private static final String LABELS = "labels";
  private static final String RETRY = "retry";
  private static final List<String> OTHERS =
      List.of(CommandReader.COMMAND, NEEDS, "environment", LABELS, RETRY);
  private static final Pattern ID_FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  private final CommandReader commands;
  private final Set<String> reserved;
  private final Map<String, Integer> lines = new HashMap<>();

  /**
   * Made for one file.
   *
   * @param commands reads commands
   * @param reserved names that the output folder has for files of its own
   */
  ContainerReader(CommandReader commands, Set<String> reserved) {
    this.commands = commands;
    this.reserved = reserved;
  }

  /** Reads one; empty, with faults, if something is wrong. */
  Optional<ContainerSpec> read(Section section) {
    section.refuseUnknown(SIMPLE, OTHERS);
    Optional<Parameters> simple = section.parameters(SIMPLE);
    Optional<List<String>> command = commands.command(section);
    Map<String, String> environment = commands.environment(section);
    Map<String, String> labels = section.texts(LABELS);
    Optional<Needs> needs = section.required(NEEDS).flatMap(NeedsReader::read);
    Optional<Section> retrySection = section.section(RETRY);
    Optional<RetryRule> retry =
        retrySection.isEmpty()
            ? Optional.of(RetryRule.NONE)
            : retrySection.flatMap(RetryReader::read);
    if (simple.isEmpty()) {
      return Optional.empty();
    }
    Parameters given = simple.get();
    boolean named = nameIsRight(given.get(ID), section);
    if (command.isEmpty() || needs.isEmpty() || retry.isEmpty() || !named) {
      return Optional.empty();
    }
    RunSpec run =
        new RunSpec(
            command.get(),
            environment,
            given.get(IMAGE),
            commands.expanded(given.get(WORKING_DIRECTORY)));
    return Optional.of(
        ContainerSpec.builder(given.get(ID), needs.get(), run)
            .priority(given.get(PRIORITY))
            .supervisor(given.get(SUPERVISOR))
            .preemptible(given.get(PREEMPTIBLE))
            .labels(labels)
            .retry(retry.get())
            .build());
  }

  private boolean nameIsRight(String id, Section section) {
    if (!ID_FORM.matcher(id).matches()) {
      section.fault(
          ID.name(),
          id,
          "1 to 128 letters, digits, '.', '_' or '-', the first a letter or a digit");
      return false;
    }
    if (reserved.contains(id)) {
      section.fault(ID.name(), id, "another id: the output folder has a file of this name");
      return false;
    }
    Integer earlier = lines.putIfAbsent(id, section.line(ID.name()));
    if (earlier != null) {
      section.fault(ID.name(), id, "an id of its own: line " + earlier + " has this one, too");
      return false;
    }
    return true;
  }
}
