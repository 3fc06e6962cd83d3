package io.dispatchcloud.server.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;

/** Names that somebody may have meant who gave one that is not there. */
final class Near {
  private static final int MOST = 3;
  private static final int SHORTEST = 2;

  private final ManagementClient client;

  Near(ManagementClient client) {
    this.client = client;
  }

  /** Containers with such an id, as more words of a message; empty for none. */
  String containers(String id) throws InterruptedException {
    try {
      String found = words(ids(client.containers(ContainerChoice.named(id), MOST)));
      String begin = id.substring(0, (id.length() + 1) / 2);
      return !found.isEmpty() || begin.length() < SHORTEST
          ? found
          : words(ids(client.containers(ContainerChoice.named(begin), MOST)));
    } catch (ServerException e) {
      // What is wrong with the id was told; this was a courtesy.
      return "";
    }
  }

  /** Instances with such an id. */
  String instances(String id) throws InterruptedException {
    try {
      List<String> all = ids(client.instances(InstanceChoice.ALL));
      String begin = id.substring(0, (id.length() + 1) / 2);
      List<String> found = all.stream().filter(each -> each.contains(id)).limit(MOST).toList();
      return words(
          found.isEmpty()
              ? all.stream().filter(each -> each.startsWith(begin)).limit(MOST).toList()
              : found);
    } catch (ServerException e) {
      return "";
    }
  }

  private static List<String> ids(JsonNode page) {
    return StreamSupport.stream(page.path("items").spliterator(), false)
        .map(item -> item.path("id").asText())
        .toList();
  }

  private static String words(List<String> ids) {
    return ids.isEmpty() ? "" : "; there is: " + String.join(", ", ids);
  }
}
