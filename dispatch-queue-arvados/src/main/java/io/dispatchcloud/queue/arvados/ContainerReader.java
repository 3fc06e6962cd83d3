package io.dispatchcloud.queue.arvados;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.container.OutputTail;
import io.dispatchcloud.api.container.RunResult;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes containers of what the server says of them. Thread-safe. */
final class ContainerReader {
  /** The attributes that are looked at. */
  static final List<String> SELECT =
      List.of(
          "uuid",
          "state",
          "priority",
          "created_at",
          "locked_by_uuid",
          "lock_count",
          "runtime_constraints",
          "scheduling_parameters",
          "mounts",
          RuntimeStatus.FIELD,
          "started_at",
          "finished_at",
          "exit_code");

  private final String tokenUuid;
  private final Supplier<InstanceSetId> ourSet;

  /**
   * A reader.
   *
   * @param tokenUuid our token's uuid
   * @param ourSet the instance set that our token stands for
   */
  ContainerReader(String tokenUuid, Supplier<InstanceSetId> ourSet) {
    this.tokenUuid = tokenUuid;
    this.ourSet = ourSet;
  }

  /** Reads all of it, or fails. */
  Found read(JsonNode node) throws BadAnswerException {
    return read(node, true, null);
  }

  /**
   * Reads what tells where it stands, and of the rest what can be read: what an attempt that is
   * under way asked for matters less than that it is under way. Where it may be under way is no
   * such part: one that counts as never started would be started a second time.
   *
   * @param last as it was when it was last read, for it asks for the same as then; null if never
   */
  Found readPart(JsonNode node, @Nullable Found last) throws BadAnswerException {
    return read(node, false, last);
  }

  private Found read(JsonNode node, boolean whole, @Nullable Found last) throws BadAnswerException {
    Container before = last == null ? null : last.container();
    String uuid = uuidOf(node);
    Fields fields = Fields.of("container " + uuid, node);
    ContainerState state = state(fields);
    boolean locked = state == ContainerState.LOCKED || state == ContainerState.RUNNING;
    String lockedBy = locked ? lockedBy(fields) : null;
    long attempt = attempt(fields, locked);
    ObjectNode noted =
        last != null && last.container().attempt() == attempt ? last.runtimeStatus() : null;
    ObjectNode status =
        part(
            whole || (locked && noted == null),
            noted == null ? Json.newObject() : noted,
            () -> status(fields, node));
    boolean queued = state == ContainerState.QUEUED;
    Container container =
        new Container(
            new ContainerId(uuid),
            state,
            fields.whole("priority", Long.MIN_VALUE, Long.MAX_VALUE),
            part(
                whole,
                before == null ? NeedsReader.UNKNOWN : before.needs(),
                () -> NeedsReader.read(fields)),
            part(
                whole,
                before != null && before.supervisor(),
                () -> fields.object("scheduling_parameters").flag("supervisor")),
            part(
                whole,
                before != null && before.preemptible(),
                () -> fields.object("scheduling_parameters").flag("preemptible")),
            Map.of(),
            fields.instant("created_at"),
            lockedBy == null ? null : owner(lockedBy),
            attempt,
            queued ? null : RuntimeStatus.instance(status, attempt),
            queued ? null : startedAt(whole, fields),
            state == ContainerState.COMPLETE ? result(whole, fields) : null,
            state == ContainerState.CANCELLED ? RuntimeStatus.error(status) : "",
            BigDecimal.ZERO);
    return new Found(container, tokenUuid.equals(lockedBy), status);
  }

  /** Something of a container that may not be readable. */
  private interface Part<T> {
    T read() throws BadAnswerException;
  }

  private static <T> T part(boolean whole, T otherwise, Part<T> part) throws BadAnswerException {
    try {
      return part.read();
    } catch (BadAnswerException e) {
      if (whole) {
        throw e;
      }
      return otherwise;
    }
  }

  private static @Nullable Instant startedAt(boolean whole, Fields fields)
      throws BadAnswerException {
    return part(whole, Optional.<Instant>empty(), () -> at(fields)).orElse(null);
  }

  private static Optional<Instant> at(Fields fields) throws BadAnswerException {
    return Optional.ofNullable(fields.instantIfAny("started_at"));
  }

  private static @Nullable RunResult result(boolean whole, Fields fields)
      throws BadAnswerException {
    return part(whole, Optional.<RunResult>empty(), () -> Optional.ofNullable(result(fields)))
        .orElse(null);
  }

  /** The uuid of an item, which must be a container's. */
  static String uuidOf(JsonNode node) throws BadAnswerException {
    Fields fields = Fields.of("container", node);
    String uuid = fields.text("uuid");
    if (!Uuids.isContainer(uuid)) {
      throw fields.bad("uuid", "not a container's", "one such as zzzzz-dz642-0123456789abcde");
    }
    return uuid;
  }

  private static ContainerState state(Fields fields) throws BadAnswerException {
    String state = fields.text("state");
    return switch (state) {
      case "Queued" -> ContainerState.QUEUED;
      case "Locked" -> ContainerState.LOCKED;
      case "Running" -> ContainerState.RUNNING;
      case "Complete" -> ContainerState.COMPLETE;
      case "Cancelled" -> ContainerState.CANCELLED;
      default ->
          throw fields.bad(
              "state", "an unknown one", "Queued, Locked, Running, Complete or Cancelled");
    };
  }

  private static String lockedBy(Fields fields) throws BadAnswerException {
    String uuid = fields.text("locked_by_uuid");
    if (!Uuids.isToken(uuid)) {
      throw fields.bad(
          "locked_by_uuid", "not a token's", "one such as zzzzz-gj3su-0123456789abcde");
    }
    return uuid;
  }

  private InstanceSetId owner(String lockedBy) {
    // Another token is another dispatcher, whose instance set is not known here.
    return lockedBy.equals(tokenUuid) ? ourSet.get() : new InstanceSetId(lockedBy);
  }

  private static long attempt(Fields fields, boolean locked) throws BadAnswerException {
    long count = fields.whole("lock_count", 0, Long.MAX_VALUE);
    if (locked && count == 0) {
      throw fields.bad("lock_count", "0 or nothing", "1 or more where it is locked");
    }
    return count;
  }

  private static ObjectNode status(Fields fields, JsonNode node) throws BadAnswerException {
    if (!fields.has(RuntimeStatus.FIELD)) {
      return Json.newObject();
    }
    if (!(node.path(RuntimeStatus.FIELD) instanceof ObjectNode status)) {
      throw fields.bad(
          RuntimeStatus.FIELD, Fields.kindOf(node.path(RuntimeStatus.FIELD)), "an object");
    }
    return status;
  }

  /** How it ended; null where the server does not say it all. The output is in its log. */
  private static @Nullable RunResult result(Fields fields) throws BadAnswerException {
    Instant startedAt = fields.instantIfAny("started_at");
    Instant finishedAt = fields.instantIfAny("finished_at");
    if (startedAt == null || finishedAt == null || !fields.has("exit_code")) {
      return null;
    }
    int exitCode = (int) fields.whole("exit_code", 0, 255);
    return new RunResult(exitCode, startedAt, finishedAt, OutputTail.EMPTY, OutputTail.EMPTY);
  }
}
