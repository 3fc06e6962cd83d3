package io.dispatchcloud.server.store;

import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.queue.jdbc.AttemptRecord;
import io.dispatchcloud.server.show.Table;
import io.dispatchcloud.server.show.Words;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Containers and attempts for people. */
public final class ContainerTable {
  private static final int LONGEST_REASON = 60;
  private static final List<String> HEAD =
      List.of(
          "container",
          "state",
          "priority",
          "attempt",
          "instance",
          "exit status",
          "submitted",
          "reason");
  private static final List<String> ATTEMPT_HEAD =
      List.of(
          "attempt", "outcome", "instance", "started", "finished", "exit status", "cost", "reason");

  private ContainerTable() {}

  /**
   * A table of containers.
   *
   * @param containers the containers
   * @return its lines
   */
  public static List<String> lines(List<Container> containers) {
    List<List<String>> cells = new ArrayList<>();
    cells.add(HEAD);
    for (Container container : containers) {
      cells.add(
          List.of(
              container.id().value(),
              state(container),
              Long.toString(container.priority()),
              container.attempt() == 0 ? "-" : Long.toString(container.attempt()),
              container.instance() == null ? "-" : Words.clean(container.instance().value()),
              exit(container.result()),
              time(container.createdAt()),
              shortened(container.error())));
    }
    return Table.lines(cells, HEAD.size());
  }

  /**
   * A table of attempts.
   *
   * @param attempts the attempts
   * @return its lines
   */
  public static List<String> attempts(List<AttemptRecord> attempts) {
    List<List<String>> cells = new ArrayList<>();
    cells.add(ATTEMPT_HEAD);
    for (AttemptRecord each : attempts) {
      cells.add(
          List.of(
              Long.toString(each.attempt().number()),
              word(each.outcome()),
              each.instance() == null ? "-" : Words.clean(each.instance().value()),
              time(each.startedAt()),
              time(each.finishedAt()),
              exit(each.result()),
              each.cost() == null ? "-" : Words.money(each.cost()),
              shortened(each.reason())));
    }
    return Table.lines(cells, ATTEMPT_HEAD.size());
  }

  /**
   * A container's state, and whether it is on hold.
   *
   * @param container the container
   * @return a word or two
   */
  public static String state(Container container) {
    String state = word(container.state());
    return container.onHold() && !container.state().isFinal() ? state + " (on hold)" : state;
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /**
   * A time for people.
   *
   * @param time the time; null for none
   * @return whole seconds, UTC; a dash for none
   */
  public static String time(@Nullable Instant time) {
    return time == null ? "-" : time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String exit(@Nullable RunResult result) {
    return result == null ? "-" : Integer.toString(result.exitStatus());
  }

  private static String shortened(String reason) {
    String clean = Words.clean(reason);
    return clean.length() <= LONGEST_REASON ? clean : clean.substring(0, LONGEST_REASON) + "...";
  }
}
