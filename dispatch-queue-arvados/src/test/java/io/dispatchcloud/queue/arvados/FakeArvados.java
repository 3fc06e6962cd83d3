package io.dispatchcloud.queue.arvados;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An API server that answers as the public documentation says, and, when told to, as no server
 * should. Its containers are JSON objects that tests change at will.
 */
final class FakeArvados implements AutoCloseable {
  static final String TOKEN_UUID = "zzzzz-gj3su-000000000000001";
  static final String SECRET = "3kg6k6lzmp9kj5cpkcoxie963cmvjahbt2fod9zru30k1jqdmi";
  static final String TOKEN = "v2/" + TOKEN_UUID + "/" + SECRET;
  static final String OTHER_UUID = "zzzzz-gj3su-000000000000002";
  static final String OTHER_TOKEN = "v2/" + OTHER_UUID + "/4kg6k6lzmp9kj5cpkcoxie963cmvjahbt2fod9";

  /** One answer that a test thought of. */
  interface Script {
    void answer(HttpExchange exchange) throws IOException;
  }

  /** A request that came. */
  record Seen(String method, String path, Map<String, String> arguments, String authorization) {
    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  static final ObjectMapper MAPPER = new ObjectMapper();

  private final Map<String, ObjectNode> containers = new TreeMap<>();
  private final Deque<Script> scripts = new ArrayDeque<>();
  private final List<Seen> seen = new ArrayList<>();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private int mostItems = 1000;
  private int mostLocks = 10;

  FakeArvados() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  static String uuid(int number) {
    return String.format("zzzzz-dz642-%015d", number);
  }

  /** Adds a queued container of 1 vCPU. */
  synchronized ObjectNode add(int number, long priority, String createdAt) {
    ObjectNode container = MAPPER.createObjectNode();
    container.put("kind", "arvados#container");
    container.put("uuid", uuid(number));
    container.put("state", "Queued");
    container.put("priority", priority);
    container.put("created_at", createdAt);
    container.putNull("locked_by_uuid");
    container.put("lock_count", 0);
    container.putObject("runtime_constraints").put("vcpus", 1).put("ram", 1 << 28);
    container.putObject("scheduling_parameters");
    container.putObject("mounts");
    container.putObject("runtime_status");
    container.putObject("environment").put("PASSWORD", "not to be asked for");
    container.putNull("started_at");
    container.putNull("finished_at");
    container.putNull("exit_code");
    containers.put(uuid(number), container);
    return container;
  }

  synchronized ObjectNode container(int number) {
    return containers.get(uuid(number));
  }

  /** As what runs on an instance, or a user, changes it. */
  synchronized void put(int number, String field, Object value) {
    containers.get(uuid(number)).set(field, MAPPER.valueToTree(value));
  }

  synchronized void delete(int number) {
    containers.remove(uuid(number));
  }

  synchronized void mostItems(int value) {
    mostItems = value;
  }

  synchronized void mostLocks(int value) {
    mostLocks = value;
  }

  /** Answers the next request like that, and not as documented. */
  synchronized void next(Script script) {
    scripts.add(script);
  }

  /** Answers the next request with a status and the documented form of an error. */
  void nextError(int status, String message) {
    next(exchange -> error(exchange, status, message));
  }

  /** Answers the next request with a text. */
  void nextText(int status, String text) {
    next(exchange -> reply(exchange, status, text));
  }

  synchronized List<Seen> seen() {
    return List.copyOf(seen);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> arguments = arguments(exchange);
      Script script;
      synchronized (this) {
        seen.add(
            new Seen(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                arguments,
                String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))));
        script = scripts.poll();
      }
      if (script != null) {
        script.answer(exchange);
        return;
      }
      Refusal answer = answer(exchange, arguments);
      reply(exchange, answer.status(), answer.body().toString());
    }
  }

  private static Map<String, String> arguments(HttpExchange exchange) throws IOException {
    Map<String, String> arguments = new LinkedHashMap<>();
    String query = exchange.getRequestURI().getRawQuery();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    for (String form : List.of(query == null ? "" : query, body)) {
      for (String part : form.split("&", -1)) {
        int equals = part.indexOf('=');
        if (equals > 0) {
          arguments.put(
              URLDecoder.decode(part.substring(0, equals), StandardCharsets.UTF_8),
              URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
        }
      }
    }
    return arguments;
  }

  /** A status and what goes with it; most often no refusal. */
  private record Refusal(int status, JsonNode body) {}

  private synchronized Refusal answer(HttpExchange exchange, Map<String, String> arguments)
      throws IOException {
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    String token;
    if (("Bearer " + TOKEN).equals(authorization)) {
      token = TOKEN_UUID;
    } else if (("Bearer " + OTHER_TOKEN).equals(authorization)) {
      token = OTHER_UUID;
    } else {
      return refusal(401, "Not logged in");
    }
    String path = exchange.getRequestURI().getPath();
    String method = exchange.getRequestMethod();
    if (path.equals("/arvados/v1/api_client_authorizations/current")) {
      ObjectNode answer = MAPPER.createObjectNode().put("uuid", token);
      return new Refusal(200, answer.put("api_token", SECRET));
    }
    String[] parts = path.substring(1).split("/", -1);
    boolean list = method.equals("GET") || "GET".equals(arguments.get("_method"));
    if (path.equals("/arvados/v1/containers") && list) {
      return list(arguments);
    }
    ObjectNode container = parts.length > 3 ? containers.get(parts[3]) : null;
    if (container == null) {
      return refusal(404, "Path not found");
    }
    if (method.equals("POST") && parts.length == 5) {
      return parts[4].equals("lock") ? lock(container, token) : unlock(container, token);
    }
    return update(container, token, MAPPER.readTree(arguments.get("container")));
  }

  private static Refusal refusal(int status, String message) {
    return new Refusal(status, errors(message));
  }

  private static ObjectNode errors(String message) {
    ObjectNode body = MAPPER.createObjectNode();
    body.putArray("errors").add(message);
    return body.put("error_token", "1700000000+abcdef01");
  }

  private static Refusal lock(ObjectNode container, String token) {
    if (!container.get("state").textValue().equals("Queued")) {
      return refusal(422, "Container is not queued");
    }
    if (container.get("priority").longValue() <= 0) {
      return refusal(422, "Container has priority 0");
    }
    container.put("state", "Locked");
    container.put("locked_by_uuid", token);
    container.put("lock_count", container.get("lock_count").longValue() + 1);
    return new Refusal(200, container.deepCopy());
  }

  private Refusal unlock(ObjectNode container, String token) {
    if (!container.get("state").textValue().equals("Locked")) {
      return refusal(422, "Container is not locked");
    }
    if (!token.equals(container.get("locked_by_uuid").textValue())) {
      return refusal(403, "Locked by another token");
    }
    boolean enough = container.get("lock_count").longValue() >= mostLocks;
    container.put("state", enough ? "Cancelled" : "Queued");
    container.putNull("locked_by_uuid");
    if (enough) {
      container
          .putObject("runtime_status")
          .put("error", "Failed to start: lock_count == " + mostLocks);
    }
    return new Refusal(200, container.deepCopy());
  }

  private static Refusal update(ObjectNode container, String token, JsonNode attributes) {
    String state = container.get("state").textValue();
    boolean locked = state.equals("Locked") || state.equals("Running");
    if (locked && !token.equals(container.get("locked_by_uuid").textValue())) {
      return refusal(403, "Locked by another token");
    }
    if (!locked && !state.equals("Queued")) {
      return refusal(422, "State cannot be changed from " + state);
    }
    if (attributes.has("runtime_status") && !locked) {
      return refusal(422, "runtime_status cannot be modified in state " + state);
    }
    container.setAll((ObjectNode) attributes);
    return new Refusal(200, container.deepCopy());
  }

  private Refusal list(Map<String, String> arguments) throws IOException {
    if (!"none".equals(arguments.get("count"))) {
      return refusal(422, "this test server counts nothing");
    }
    JsonNode filters = MAPPER.readTree(arguments.get("filters"));
    List<ObjectNode> found = new ArrayList<>();
    for (ObjectNode container : containers.values()) {
      if (ListQuery.matches(container, filters)) {
        found.add(container);
      }
    }
    found.sort(ListQuery.order(MAPPER.readTree(arguments.get("order"))));
    int limit = Math.min(mostItems, Integer.parseInt(arguments.get("limit")));
    ObjectNode body = MAPPER.createObjectNode().put("kind", "arvados#containerList");
    ArrayNode items = body.putArray("items");
    JsonNode select = MAPPER.readTree(arguments.get("select"));
    for (ObjectNode container : found.subList(0, Math.min(limit, found.size()))) {
      ObjectNode item = items.addObject();
      select.forEach(name -> item.set(name.textValue(), container.get(name.textValue())));
    }
    return new Refusal(200, body);
  }

  static void error(HttpExchange exchange, int status, String message) throws IOException {
    reply(exchange, status, errors(message).toString());
  }

  static void reply(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
