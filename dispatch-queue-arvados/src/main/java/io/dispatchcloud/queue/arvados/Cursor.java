package io.dispatchcloud.queue.arvados;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;

/**
 * Where a page of the queue ended: the last container's place in the order, highest priority first,
 * then oldest, then uuid. The server can't be asked for "after that place" at once, since all its
 * filters must hold; {@link #rest} asks in three parts.
 *
 * @param priority its priority
 * @param createdAt when it was made, as the server wrote it
 * @param uuid its uuid
 */
record Cursor(long priority, String createdAt, String uuid) {
  private static final Comparator<Cursor> ORDER =
      Comparator.comparingLong(Cursor::priority)
          .reversed()
          .thenComparing(Cursor::instant)
          .thenComparing(Cursor::uuid);

  static Cursor of(JsonNode container) throws BadAnswerException {
    String uuid = ContainerReader.uuidOf(container);
    Fields fields = Fields.of("container " + uuid, container);
    fields.instant("created_at");
    return new Cursor(
        fields.whole("priority", Long.MIN_VALUE, Long.MAX_VALUE), fields.text("created_at"), uuid);
  }

  /** Reads a page's name, as {@link #page} made it. */
  static Cursor parse(String page) {
    String[] parts = page.split("/", -1);
    try {
      if (parts.length == 3 && Uuids.isContainer(parts[2])) {
        Cursor cursor = new Cursor(Long.parseLong(parts[0]), parts[1], parts[2]);
        Instant.parse(cursor.createdAt());
        return cursor;
      }
    } catch (NumberFormatException | DateTimeParseException e) {
      throw new IllegalArgumentException(unknown(page), e);
    }
    throw new IllegalArgumentException(unknown(page));
  }

  private static String unknown(String page) {
    return "page: '" + page + "'; expected what the page before said";
  }

  String page() {
    return priority + "/" + createdAt + "/" + uuid;
  }

  private Instant instant() {
    return Instant.parse(createdAt);
  }

  boolean isBefore(Cursor other) {
    return ORDER.compare(this, other) < 0;
  }

  /** The filters for what follows, part by part, in order. */
  List<List<List<Object>>> rest() {
    List<Object> samePriority = List.of("priority", "=", priority);
    return List.of(
        List.of(samePriority, List.of("created_at", "=", createdAt), List.of("uuid", ">", uuid)),
        List.of(samePriority, List.of("created_at", ">", createdAt)),
        List.of(List.of("priority", "<", priority)));
  }
}
