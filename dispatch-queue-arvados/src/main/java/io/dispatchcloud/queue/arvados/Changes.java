package io.dispatchcloud.queue.arvados;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.queue.ConflictException;
import io.dispatchcloud.api.queue.ControllerException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Changes containers. The server compares state and token; the attempt is compared here, by reading
 * before. For one call to the store.
 */
final class Changes {
  private final Requests requests;
  private final ContainerReader reader;
  private final LenientReader lenient;
  private final Listing listing;

  Changes(Requests requests, ContainerReader reader, LenientReader lenient, Listing listing) {
    this.requests = requests;
    this.reader = reader;
    this.lenient = lenient;
    this.listing = listing;
  }

  Found lock(ContainerId id) throws ControllerException {
    return change(Call.lock(id.value()), id, ContainerState.QUEUED, ContainerState.LOCKED);
  }

  /** Gives it back; the server cancels it instead when there were too many locks. */
  Found unlock(ContainerId id) throws ControllerException {
    return change(
        Call.unlock(id.value()),
        id,
        ContainerState.LOCKED,
        ContainerState.QUEUED,
        ContainerState.CANCELLED);
  }

  /** Notes where a locked one is about to be started. */
  Found noteStart(Found found, Attempt attempt, InstanceId instance) throws ControllerException {
    ContainerId id = attempt.container();
    Call note = Call.update(id.value(), RuntimeStatus.started(found, attempt, instance));
    return change(note, id, ContainerState.LOCKED, ContainerState.LOCKED);
  }

  /** Notes why, where that can be noted, and cancels. */
  Found cancel(Found found, String error) throws ControllerException {
    ContainerId id = found.container().id();
    ContainerState state = found.container().state();
    if (found.ours() && !error.isBlank()) {
      change(Call.update(id.value(), RuntimeStatus.failed(found, error)), id, state, state);
    }
    Call cancel = Call.update(id.value(), Json.write(Map.of("state", "Cancelled")));
    return change(cancel, id, state, ContainerState.CANCELLED);
  }

  /** The container as it is, if this attempt is in one of these states, and ours. */
  Found current(String what, Attempt attempt, ContainerState... states) throws ControllerException {
    Found found = there(what, attempt.container());
    boolean current = found.ours() && found.container().attempt() == attempt.number();
    if (!current || !List.of(states).contains(found.container().state())) {
      throw conflict(what + " " + attempt, found.container());
    }
    return found;
  }

  /** The container as it is. */
  Found there(String what, ContainerId id) throws ControllerException {
    return listing
        .one(id)
        .orElseThrow(() -> new ConflictException(what + " " + id + ": there is none", null));
  }

  static ConflictException conflict(String what, Container container) {
    String owner = container.owner() == null ? "" : " of " + container.owner();
    return new ConflictException(
        what + ": it is " + container.state() + ", attempt " + container.attempt() + owner,
        container);
  }

  private Found change(Call call, ContainerId id, ContainerState from, ContainerState... to)
      throws ControllerException {
    Answer answer;
    try {
      answer = requests.send(call);
    } catch (RefusedException e) {
      throw explained(e, call, id, from);
    }
    Found found = read(answer.body(), from);
    Container container = found.container();
    boolean locked = container.owner() != null;
    if (!container.id().equals(id)
        || !List.of(to).contains(container.state())
        || (locked && !found.ours())) {
      throw new BadAnswerException(
          call + ": the server tells of " + container.id() + ", " + container.state());
    }
    return found;
  }

  /** What is locked must be known in whole, for it is to be started. */
  private Found read(JsonNode body, ContainerState from) throws BadAnswerException {
    Optional<Found> found = from == ContainerState.QUEUED ? Optional.empty() : lenient.read(body);
    return found.isPresent() ? found.get() : reader.read(body);
  }

  /**
   * A refusal is a conflict where the container turns out to be no more what it was, or on hold.
   * Only the container can tell: a status can mean several things.
   */
  private ControllerException explained(
      RefusedException refusal, Call call, ContainerId id, ContainerState from) {
    try {
      Found now = there(call.what(), id);
      boolean unchanged =
          now.container().state() == from
              && (from == ContainerState.QUEUED || now.ours())
              && !now.container().onHold();
      return unchanged ? refusal : conflict(String.valueOf(refusal.getMessage()), now.container());
    } catch (ControllerException e) {
      e.addSuppressed(refusal);
      return e;
    }
  }
}
