package io.dispatchcloud.server.remote;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatchcloud.server.show.Words;
import java.util.ArrayList;
import java.util.List;

/** What would make a container run, in words. */
final class Remedy {
  private Remedy() {}

  static String of(JsonNode explanation) {
    JsonNode status = explanation.path("status");
    String id = Words.quoted(explanation.path("container").asText());
    return switch (status.path("kind").asText()) {
      case "preparing", "running" -> "nothing is needed";
      case "finished" -> "it has ended; submit it anew under another id";
      case "onHold" -> "dispatch release " + id + ", or a priority of 1 or more";
      case "supervisorLimit" ->
          "the end of a supervisor, or a larger supervisorFraction; its position tells its turn";
      case "previousAttemptExiting" ->
          "that its earlier attempt is known to have ended: the next probes tell";
      case "waitingForInstance" ->
          "nothing is needed but time: an instance of type "
              + Fields.text(status, "instanceType")
              + " is on its way";
      case "atCapacity" ->
          "room at the provider for "
              + types(status)
              + ", which is asked again by itself; or more types that fit";
      case "bootsFailing" ->
          "instances of "
              + types(status)
              + " that come up: see the log for why they do not; one is tried again by itself";
      case "accountLimit" ->
          "an instance that goes" + orRoom(explanation) + ", or a larger quota or maxInstances";
      case "dispatcherLimit" ->
          "a container that ends: the store or the account has less room than there is work";
      case "budgetReached" ->
          "an instance that goes" + orRoom(explanation) + ", or a larger budgetPerHour";
      case "draining" -> "a dispatcher that is not being drained";
      case "nothingFits" -> "an instance type that is large enough, or smaller needs";
      default -> "unknown";
    };
  }

  private static String types(JsonNode status) {
    List<String> types = new ArrayList<>();
    status.path("instanceTypes").forEach(type -> types.add(Words.clean(type.asText())));
    return String.join(" or ", types);
  }

  /** Instances that would do if they had more left. */
  private static String orRoom(JsonNode explanation) {
    List<String> full = new ArrayList<>();
    for (JsonNode place : explanation.path("places")) {
      boolean tooSmall = List.of("noRoom", "full").contains(place.path("verdict").asText());
      if (tooSmall && place.has("instance") && full.size() < 3) {
        full.add(Fields.text(place, "instance"));
      }
    }
    return full.isEmpty() ? "" : ", or room on one that fits (" + String.join(", ", full) + ")";
  }
}
