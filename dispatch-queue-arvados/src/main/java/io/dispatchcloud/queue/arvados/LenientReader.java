package io.dispatchcloud.queue.arvados;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads containers that can't be read in whole, so that one of them keeps no others from being
 * listed, and what runs is not taken for gone: it is shown with what can be read, and else as it
 * was last. What waits is left out instead: nobody here could run it as it wants. Thread-safe.
 */
final class LenientReader {
  private static final int REMEMBERED = 10_000;

  private final ContainerReader reader;
  private final Unreadable unreadable;
  private final Map<String, Found> last =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Found> eldest) {
          return size() > REMEMBERED;
        }
      };

  LenientReader(ContainerReader reader, Unreadable unreadable) {
    this.reader = reader;
    this.unreadable = unreadable;
  }

  /**
   * Reads one.
   *
   * @return it; empty if it waits and can't be read
   * @throws BadAnswerException if it is not known in what state it is, nor ever was
   */
  Optional<Found> read(JsonNode item) throws BadAnswerException {
    try {
      return Optional.of(remembered(reader.read(item)));
    } catch (BadAnswerException e) {
      Optional<Found> part = part(item, ContainerReader.uuidOf(item), e);
      return part.filter(each -> each.container().state() != ContainerState.QUEUED);
    }
  }

  private Optional<Found> part(JsonNode item, String uuid, BadAnswerException why)
      throws BadAnswerException {
    Found before = before(uuid);
    Found part;
    try {
      part = reader.readPart(item, before);
    } catch (BadAnswerException e) {
      if (before == null) {
        unreadable.notAtAll(uuid, why);
        throw why;
      }
      unreadable.inPart(uuid, why);
      return Optional.of(before);
    }
    if (part.container().state() == ContainerState.QUEUED) {
      unreadable.skipped(uuid, why);
    } else {
      unreadable.inPart(uuid, why);
    }
    return Optional.of(remembered(part));
  }

  private synchronized @Nullable Found before(String uuid) {
    return last.get(uuid);
  }

  /** What is locked, with a token: nobody else looks at it by id for long. */
  private synchronized Found remembered(Found found) {
    Container container = found.container();
    if (container.owner() != null) {
      last.put(container.id().value(), found);
    } else {
      last.remove(container.id().value());
    }
    return found;
  }
}
