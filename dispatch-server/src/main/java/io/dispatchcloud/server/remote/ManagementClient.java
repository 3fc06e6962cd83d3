package io.dispatchcloud.server.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatchcloud.api.config.Secret;
import io.dispatchcloud.server.remote.ServerException.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Asks a dispatcher by its management API. For one thread. */
public final class ManagementClient {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int PAGE = 1000;
  private static final String ITEMS = "items";

  private final URI server;
  private final HttpCaller caller;

  private ManagementClient(URI server, HttpCaller caller) {
    this.server = server;
    this.caller = caller;
  }

  /**
   * A client of one server; asks nothing yet.
   *
   * @param server where it is, such as {@code http://127.0.0.1:8080}
   * @param token what lets one in
   * @param authorities certificates in PEM form of those whom to trust; null for the system's
   * @return a new client
   * @throws IllegalArgumentException if that is no such address, or one that needs TLS
   * @throws IOException if the file can't be used
   */
  public static ManagementClient of(String server, Secret token, @Nullable Path authorities)
      throws IOException {
    URI uri = ServerAddress.parse(server);
    return new ManagementClient(
        uri,
        new HttpCaller(uri, token, authorities == null ? null : Trust.authorities(authorities)));
  }

  /**
   * Where it asks.
   *
   * @return the server's address
   */
  public String server() {
    return server.toString();
  }

  /**
   * How the dispatcher is.
   *
   * @return a Status
   * @throws ServerException if it can't be asked
   * @throws InterruptedException if the thread is interrupted
   */
  public JsonNode status() throws ServerException, InterruptedException {
    return get(Request.of("status"));
  }

  /**
   * All instances, page by page.
   *
   * @param choice which of them
   * @return Instances, with all that were chosen as its items
   * @throws ServerException if it can't be asked
   * @throws InterruptedException if the thread is interrupted
   */
  public JsonNode instances(InstanceChoice choice) throws ServerException, InterruptedException {
    List<JsonNode> found = new ArrayList<>();
    ObjectNode page = object(get(choice.request(PAGE, "")));
    while (true) {
      collect(page, choice::takes, Integer.MAX_VALUE, found);
      JsonNode next = page.path("next");
      if (next.isMissingNode()) {
        return whole(page, found);
      }
      page = object(get(choice.request(PAGE, next.asText())));
    }
  }

  /**
   * Containers in the order of scheduling.
   *
   * @param choice which of them
   * @param most how many at the most
   * @return Containers, with those that were chosen as its items; {@code more} is true if there are
   *     others
   * @throws ServerException if it can't be asked
   * @throws InterruptedException if the thread is interrupted
   */
  public JsonNode containers(ContainerChoice choice, int most)
      throws ServerException, InterruptedException {
    List<JsonNode> found = new ArrayList<>();
    // The queue moves while it is read: what moved back is on the next page once more.
    Set<String> ids = new HashSet<>();
    long offset = 0;
    while (true) {
      int limit = Math.min(PAGE, most - found.size());
      ObjectNode page = object(get(choice.request(limit, offset)));
      boolean all = collect(page, each -> ids.add(each.path("id").asText()), most, found);
      JsonNode next = page.path("next");
      if (next.isMissingNode() || found.size() >= most) {
        ObjectNode whole = whole(page, found);
        whole.put("more", !all || !next.isMissingNode());
        return whole;
      }
      offset = next.asLong();
    }
  }

  /** Whether all that match had room. */
  private static boolean collect(
      JsonNode page, Predicate<JsonNode> wanted, int most, List<JsonNode> found) {
    for (JsonNode item : page.path(ITEMS)) {
      if (wanted.test(item)) {
        if (found.size() >= most) {
          return false;
        }
        found.add(item);
      }
    }
    return true;
  }

  private static ObjectNode whole(ObjectNode page, List<JsonNode> items) {
    page.putArray(ITEMS).addAll(items);
    page.remove("next");
    return page;
  }

  /**
   * Why a container is where it is.
   *
   * @param id which
   * @return an Explanation
   * @throws ServerException if it can't be asked, or there is none
   * @throws InterruptedException if the thread is interrupted
   */
  public JsonNode explanation(String id) throws ServerException, InterruptedException {
    return get(Request.of("containers", id, "explanation"));
  }

  /**
   * All that is known of a container, also after its end if a store knows it.
   *
   * @param id which
   * @return a ContainerStory
   * @throws ServerException if it can't be asked, or there is no such container
   * @throws InterruptedException if the thread is interrupted
   */
  public JsonNode container(String id) throws ServerException, InterruptedException {
    try {
      return get(Request.of("containers", id));
    } catch (ServerException e) {
      throw e.kind() == Kind.NOT_FOUND ? e.with(new Near(this).containers(id)) : e;
    }
  }

  /**
   * How it came about that a container is where it is, with what was considered each time.
   *
   * @param id which
   * @return a History
   * @throws ServerException if it can't be asked, or there is no such container
   * @throws InterruptedException if the thread is interrupted
   */
  public JsonNode history(String id) throws ServerException, InterruptedException {
    return get(Request.of("containers", id, "history"));
  }

  /**
   * What everything has cost.
   *
   * @param by container, label or day
   * @param most how many items at the most
   * @return Costs
   * @throws ServerException if it can't be asked
   * @throws InterruptedException if the thread is interrupted
   */
  public JsonNode costs(String by, int most) throws ServerException, InterruptedException {
    return get(Request.of("costs").with("by", by).with("limit", most));
  }

  /**
   * Gives an order about an instance.
   *
   * @param order hold, drain, run or kill
   * @param id which
   * @param reason why
   * @return an InstanceOrder
   * @throws ServerException if it can't be given, or is refused
   * @throws InterruptedException if the thread is interrupted
   */
  public JsonNode orderInstance(String order, String id, String reason)
      throws ServerException, InterruptedException {
    try {
      return post(Request.of("instances", id, order), reason);
    } catch (ServerException e) {
      throw e.kind() == Kind.NOT_FOUND ? e.with(new Near(this).instances(id)) : e;
    }
  }

  /**
   * Has a container killed.
   *
   * @param id which
   * @param reason why
   * @return a ContainerOrder
   * @throws ServerException if it can't be ordered, or is refused
   * @throws InterruptedException if the thread is interrupted
   */
  public JsonNode killContainer(String id, String reason)
      throws ServerException, InterruptedException {
    try {
      return post(Request.of("containers", id, "kill"), reason);
    } catch (ServerException e) {
      throw e.kind() == Kind.NOT_FOUND ? e.with(new Near(this).containers(id)) : e;
    }
  }

  private JsonNode post(Request request, String reason)
      throws ServerException, InterruptedException {
    String body = MAPPER.createObjectNode().put("reason", reason).toString();
    return read(caller.post(request, body));
  }

  private JsonNode get(Request request) throws ServerException, InterruptedException {
    return read(caller.get(request));
  }

  private JsonNode read(HttpResponse<String> response) throws ServerException {
    JsonNode answer = parsed(response.body());
    if (response.statusCode() / 100 == 2 && answer.isObject()) {
      return answer;
    }
    throw Refusal.of(server, response.statusCode(), answer);
  }

  private static JsonNode parsed(String body) {
    try {
      return MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      return MAPPER.missingNode();
    }
  }

  private ObjectNode object(JsonNode answer) throws ServerException {
    if (answer instanceof ObjectNode object) {
      return object;
    }
    throw Refusal.of(server, 0, MAPPER.missingNode());
  }
}
