package io.dispatchcloud.queue.arvados;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.Lookup;
import io.dispatchcloud.api.queue.Page;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Lists containers. A page may be shorter than was asked for, since the server has limits of its
 * own: only an empty one is the last. For one call to the store.
 */
final class Listing {
  private static final int MOST_IDS = 1000;
  private static final List<String> ORDER = List.of("priority desc", "created_at", "uuid");

  private final Requests requests;
  private final ContainerReader reader;
  private final LenientReader lenient;
  private final int pageSize;
  private final Unreadable unreadable;

  Listing(
      Requests requests,
      ContainerReader reader,
      LenientReader lenient,
      int pageSize,
      Unreadable unreadable) {
    this.requests = requests;
    this.reader = reader;
    this.lenient = lenient;
    this.pageSize = pageSize;
    this.unreadable = unreadable;
  }

  /** What is locked with a token, and so belongs to an owner, in the order of the uuids. */
  Page<Container> locked(String tokenUuid, InstanceSetId owner, String page)
      throws ControllerException {
    List<List<Object>> filters = new ArrayList<>();
    filters.add(List.of("locked_by_uuid", "=", tokenUuid));
    filters.add(List.of("state", "in", List.of("Locked", "Running")));
    if (!page.isEmpty()) {
      if (!Uuids.isContainer(page)) {
        throw new IllegalArgumentException(
            "page: '" + page + "'; expected what the page before said");
      }
      filters.add(List.of("uuid", ">", page));
    }
    List<Container> found = new ArrayList<>();
    String last = page;
    List<JsonNode> items = items(Call.list(arguments(filters, List.of("uuid"), pageSize)));
    for (JsonNode item : items) {
      String uuid = ContainerReader.uuidOf(item);
      last = uuid.compareTo(last) > 0 ? uuid : last;
      Optional<Container> container = readLocked(item);
      if (container.isPresent() && !owner.equals(container.get().owner())) {
        throw new BadAnswerException("list containers: " + uuid + " is not " + owner + "'s");
      }
      container.ifPresent(found::add);
    }
    if (!items.isEmpty() && last.equals(page)) {
      throw new BadAnswerException("list containers: no end; nothing new after " + page);
    }
    return new Page<>(found, items.isEmpty() ? "" : last);
  }

  /** What can't be read at all is asked for by its id, by whoever knows it. */
  private Optional<Container> readLocked(JsonNode item) {
    try {
      return lenient.read(item).map(Found::container);
    } catch (BadAnswerException e) {
      // It was told of.
      return Optional.empty();
    }
  }

  /** What waits, highest priority first, then oldest. */
  Page<Container> queued(String page) throws ControllerException {
    if (page.isEmpty()) {
      return page(items(Call.list(queuedArguments(List.of()))));
    }
    Cursor begin = Cursor.parse(page);
    for (List<List<Object>> part : begin.rest()) {
      List<JsonNode> items = items(Call.list(queuedArguments(part)));
      List<JsonNode> fresh = new ArrayList<>();
      for (JsonNode item : items) {
        // The times that the server compares may be finer than those that it tells.
        if (begin.isBefore(Cursor.of(item))) {
          fresh.add(item);
        }
      }
      if (!fresh.isEmpty()) {
        return page(fresh);
      }
      if (items.size() >= pageSize) {
        throw new BadAnswerException("list containers: no end; nothing new after " + begin.uuid());
      }
    }
    return new Page<>(List.of(), "");
  }

  private Page<Container> page(List<JsonNode> items) throws BadAnswerException {
    List<Container> found = new ArrayList<>();
    String next = "";
    for (JsonNode item : items) {
      next = Cursor.of(item).page();
      try {
        found.add(reader.read(item).container());
      } catch (BadAnswerException e) {
        // Nobody here can run it; the others are not to wait for that.
        unreadable.skipped(ContainerReader.uuidOf(item), e);
      }
    }
    for (Container container : found) {
      if (container.state() != ContainerState.QUEUED || container.onHold()) {
        throw new BadAnswerException(
            "list containers: " + container.id() + " is not queued, or on hold");
      }
    }
    return new Page<>(found, next);
  }

  private Map<String, String> queuedArguments(List<List<Object>> more) {
    List<List<Object>> filters = new ArrayList<>();
    filters.add(List.of("state", "=", "Queued"));
    filters.add(List.of("priority", ">", 0));
    filters.addAll(more);
    return arguments(filters, ORDER, pageSize);
  }

  /** One container, whatever its state. */
  Optional<Found> one(ContainerId id) throws ControllerException {
    return byId(List.of(id)).stream().findFirst();
  }

  /**
   * Containers, whatever their state; those that there are.
   *
   * @throws BadAnswerException also if one of them can't be read at all: it is not gone
   */
  List<Found> byId(Collection<ContainerId> ids) throws ControllerException {
    Map<String, BadAnswerException> unread = new TreeMap<>();
    List<Found> found = find(ids, unread);
    for (BadAnswerException why : unread.values()) {
      throw why;
    }
    return found;
  }

  /** The same, but told from those that can't be read at all. */
  Lookup lookUp(Collection<ContainerId> ids) throws ControllerException {
    Map<String, BadAnswerException> unread = new TreeMap<>();
    List<Container> found = find(ids, unread).stream().map(Found::container).toList();
    Set<ContainerId> unreadIds = new HashSet<>();
    unread.keySet().forEach(uuid -> unreadIds.add(new ContainerId(uuid)));
    return new Lookup(found, unreadIds);
  }

  private List<Found> find(Collection<ContainerId> ids, Map<String, BadAnswerException> unread)
      throws ControllerException {
    if (ids.size() > MOST_IDS) {
      throw new IllegalArgumentException("ids: " + ids.size() + "; expected 1000 at most");
    }
    TreeSet<String> asked = new TreeSet<>();
    for (ContainerId id : ids) {
      // What can't be one of the API's ids is not there, and need not be asked for.
      if (Uuids.isContainer(id.value())) {
        asked.add(id.value());
      }
    }
    Map<String, Found> found = new TreeMap<>();
    while (!asked.isEmpty()) {
      List<List<Object>> filters = List.of(List.of("uuid", "in", List.copyOf(asked)));
      Map<String, String> arguments = arguments(filters, List.of("uuid"), asked.size());
      List<JsonNode> items = items(Call.longList(arguments));
      if (items.isEmpty()) {
        break;
      }
      for (JsonNode item : items) {
        String uuid = ContainerReader.uuidOf(item);
        if (!asked.remove(uuid)) {
          throw new BadAnswerException("list containers: " + uuid + " was not asked for");
        }
        try {
          lenient.read(item).ifPresent(each -> found.put(uuid, each));
        } catch (BadAnswerException e) {
          unread.put(uuid, e);
        }
      }
    }
    return List.copyOf(found.values());
  }

  private List<JsonNode> items(Call call) throws ControllerException {
    Fields answer = Fields.of(call.toString(), requests.send(call).body());
    if (!answer.has("items")) {
      throw answer.bad("items", "nothing", "a list");
    }
    return answer.list("items");
  }

  private static Map<String, String> arguments(
      List<List<Object>> filters, List<String> order, int limit) {
    Map<String, String> arguments = new LinkedHashMap<>();
    arguments.put("filters", Json.write(filters));
    arguments.put("order", Json.write(order));
    arguments.put("select", Json.write(ContainerReader.SELECT));
    arguments.put("limit", String.valueOf(limit));
    arguments.put("count", "none");
    return arguments;
  }
}
