package io.dispatchcloud.driver.ec2;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * A cloud that speaks EC2's query protocol over HTTP on loopback, and is strict: it knows the key,
 * the API's version, each action it serves, and each of its parameters by the SDK's own model.
 */
final class FakeEc2 implements AutoCloseable {
  static final String REGION = "us-test-1";
  static final String KEY_ID = "AKIAFAKE0123456789AB";
  static final String SECRET_KEY = "fakeSecretKey+0123456789abcdef";

  private static final Pattern PAIR = Pattern.compile("([^&=]+)=?([^&]*)");
  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential="
              + KEY_ID
              + "/\\d{8}/"
              + REGION
              + "/ec2/aws4_request, SignedHeaders=[a-z0-9;-]+, Signature=[0-9a-f]{64}");

  static {
    // Head and body of an answer are two writes: without this the second waits 40 ms each time.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private record Action(
      Function<Void, ? extends SdkPojo> builder, Function<Object, ? extends SdkPojo> handler) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool(FakeEc2::daemon);
  private final Map<String, Action> actions = new LinkedHashMap<>();
  private final List<Map<String, String>> requests =
      Collections.synchronizedList(new ArrayList<>());
  final FakeFaults faults;
  final FakeCloud cloud;

  FakeEc2() {
    this(FakeHosts.NONE);
  }

  FakeEc2(FakeHosts hosts) {
    cloud = new FakeCloud(hosts);
    faults = new FakeFaults();
    new FakeActions(cloud).register(this);
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "fake-ec2");
    thread.setDaemon(true);
    return thread;
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Parameters of a driver that uses it. */
  Map<String, Object> parameters() {
    return Map.of(
        "accessKeyId",
        KEY_ID,
        "secretAccessKey",
        SECRET_KEY,
        "region",
        REGION,
        "securityGroupIds",
        List.of(FakeCloud.SECURITY_GROUP),
        "subnetId",
        FakeCloud.SUBNET,
        "endpoint",
        endpoint().toString());
  }

  /** Declares an action, by a builder of its request and what answers it. */
  @SuppressWarnings("unchecked") // the request is what the builder builds
  <B extends SdkPojo & Buildable, Q> void on(
      String name, java.util.function.Supplier<B> builder, Function<Q, ? extends SdkPojo> handler) {
    actions.put(name, new Action(nothing -> builder.get(), request -> handler.apply((Q) request)));
  }

  /** All requests of an action so far, as they came. */
  List<Map<String, String>> requests(String action) {
    synchronized (requests) {
      return requests.stream().filter(each -> action.equals(each.get("Action"))).toList();
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    String requestId = UUID.randomUUID().toString();
    try (exchange) {
      Map<String, String> parameters = parse(exchange);
      String action = parameters.getOrDefault("Action", "");
      requests.add(parameters);
      int status = 200;
      String answer;
      try {
        checkForm(exchange, parameters);
        faults.before(action, parameters);
        String instead = faults.instead(action, parameters);
        answer = instead == null ? answer(action, requestId, parameters) : instead;
      } catch (ApiError e) {
        status = e.status;
        answer = e.document(requestId);
      }
      if (faults.losesAnswer(action)) {
        return;
      }
      send(exchange, status, answer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Map<String, String> parse(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Map<String, String> parameters = new LinkedHashMap<>();
    Matcher pairs = PAIR.matcher(body);
    while (pairs.find()) {
      parameters.put(
          URLDecoder.decode(pairs.group(1), StandardCharsets.UTF_8),
          URLDecoder.decode(pairs.group(2), StandardCharsets.UTF_8));
    }
    return parameters;
  }

  private static void checkForm(HttpExchange exchange, Map<String, String> parameters) {
    String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
    if (!exchange.getRequestMethod().equals("POST")
        || !type.startsWith("application/x-www-form-urlencoded")) {
      throw new ApiError("InvalidRequest", "not a form: " + type);
    }
    if (!"2016-11-15".equals(parameters.get("Version"))) {
      throw new ApiError("NoSuchVersion", "The version " + parameters.get("Version"));
    }
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (authorization == null || !AUTHORIZATION.matcher(authorization).matches()) {
      throw new ApiError(
          "AuthFailure", "AWS was not able to validate the provided access credentials", 401);
    }
  }

  private String answer(String name, String requestId, Map<String, String> parameters) {
    Action action = actions.get(name);
    if (action == null) {
      throw new ApiError(
          "InvalidAction", "The action " + name + " is not valid for this web service.");
    }
    SdkPojo builder = action.builder().apply(null);
    QueryCodec.decode(parameters, builder);
    Object request = ((Buildable) builder).build();
    return QueryCodec.encode(name, requestId, action.handler().apply(request));
  }

  private static void send(HttpExchange exchange, int status, String answer) throws IOException {
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/xml;charset=UTF-8");
    exchange.sendResponseHeaders(status, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  @Override
  public void close() {
    faults.end();
    server.stop(0);
    threads.shutdownNow();
    cloud.close();
  }
}
