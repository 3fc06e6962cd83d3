package io.dispatchcloud.driver.gce;

import com.google.cloud.compute.v1.AggregatedListDisksRequest;
import com.google.cloud.compute.v1.AggregatedListInstancesRequest;
import com.google.cloud.compute.v1.DeleteDiskRequest;
import com.google.cloud.compute.v1.DeleteInstanceRequest;
import com.google.cloud.compute.v1.GetGuestAttributesInstanceRequest;
import com.google.cloud.compute.v1.GetInstanceRequest;
import com.google.cloud.compute.v1.GetZoneOperationRequest;
import com.google.cloud.compute.v1.InsertInstanceRequest;
import com.google.cloud.compute.v1.ListMachineTypesRequest;
import com.google.cloud.compute.v1.SetLabelsInstanceRequest;
import com.google.cloud.compute.v1.SetMetadataInstanceRequest;
import com.google.cloud.compute.v1.WaitZoneOperationRequest;
import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A server on loopback that speaks the protocol of Compute Engine, and is strict about it: what is
 * not as Google defines it is refused, and remembered in {@link #violations}.
 */
final class FakeGce implements AutoCloseable {
  static {
    // The JDK's server writes heads and bodies apart; held back for each other they take 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  final FakeProject project = new FakeProject();
  final FakeFaults faults = new FakeFaults();

  /** Every request as {@code VERB path?query}, in order. */
  final List<String> requests = new CopyOnWriteArrayList<>();

  /** Headers of requests that say who asks. */
  final List<String> authorizations = new CopyOnWriteArrayList<>();

  /** What was sent to be given a token. */
  final List<String> tokenRequests = new CopyOnWriteArrayList<>();

  private final List<String> violations = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "dispatch-kit-fake-gce");
            thread.setDaemon(true);
            return thread;
          });
  private final List<FakeRoute> routes = routes();

  FakeGce() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  private List<FakeRoute> routes() {
    String zone = "projects/{project}/zones/{zone}/";
    String one = zone + "instances/{instance}";
    return List.of(
        FakeRoute.of(
            "POST",
            zone + "instances",
            InsertInstanceRequest.getDefaultInstance(),
            "instance_resource",
            request -> project.insert(request, faults)),
        FakeRoute.of(
            "GET",
            one,
            GetInstanceRequest.getDefaultInstance(),
            "",
            request -> project.instance(request.getZone(), request.getInstance())),
        FakeRoute.of(
            "DELETE",
            one,
            DeleteInstanceRequest.getDefaultInstance(),
            "",
            request -> project.delete(request.getZone(), request.getInstance(), faults)),
        FakeRoute.of(
            "POST",
            one + "/setLabels",
            SetLabelsInstanceRequest.getDefaultInstance(),
            "instances_set_labels_request_resource",
            request -> project.setLabels(request, faults)),
        FakeRoute.of(
            "POST",
            one + "/setMetadata",
            SetMetadataInstanceRequest.getDefaultInstance(),
            "metadata_resource",
            request -> project.setMetadata(request, faults)),
        FakeRoute.of(
            "GET",
            one + "/getGuestAttributes",
            GetGuestAttributesInstanceRequest.getDefaultInstance(),
            "",
            project::guestAttributes),
        FakeRoute.of(
            "GET",
            "projects/{project}/aggregated/instances",
            AggregatedListInstancesRequest.getDefaultInstance(),
            "",
            request -> project.instances(request, faults)),
        FakeRoute.of(
            "GET",
            "projects/{project}/aggregated/disks",
            AggregatedListDisksRequest.getDefaultInstance(),
            "",
            project::disks),
        FakeRoute.of(
            "DELETE",
            zone + "disks/{disk}",
            DeleteDiskRequest.getDefaultInstance(),
            "",
            project::deleteDisk),
        FakeRoute.of(
            "GET",
            zone + "machineTypes",
            ListMachineTypesRequest.getDefaultInstance(),
            "",
            project::machineTypes),
        FakeRoute.of(
            "POST",
            zone + "operations/{operation}/wait",
            WaitZoneOperationRequest.getDefaultInstance(),
            "",
            request -> project.operation(request.getOperation())),
        FakeRoute.of(
            "GET",
            zone + "operations/{operation}",
            GetZoneOperationRequest.getDefaultInstance(),
            "",
            request -> project.operation(request.getOperation())));
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  List<String> violations() {
    return List.copyOf(violations);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String verb = exchange.getRequestMethod();
      URI uri = exchange.getRequestURI();
      requests.add(verb + " " + uri);
      Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
          .ifPresent(authorizations::add);
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      FakeFaults.Outcome outcome = faults.before(verb, uri.getPath());
      if (outcome == FakeFaults.Outcome.CUT) {
        return;
      }
      if (uri.getPath().equals("/token")) {
        tokenRequests.add(body);
        send(
            exchange,
            200,
            "{\"access_token\": \"t0ken\", \"token_type\": \"Bearer\", \"expires_in\": 3600}");
        return;
      }
      String retryAfter = faults.retryAfter();
      try {
        String answer = answer(verb, uri, body);
        if (outcome == FakeFaults.Outcome.DONE_AND_CUT) {
          return;
        }
        send(exchange, 200, faults.spoil(answer));
      } catch (FakeError e) {
        if (!retryAfter.isEmpty()) {
          exchange.getResponseHeaders().set("Retry-After", retryAfter);
        }
        send(exchange, e.status(), e.body());
      }
    }
  }

  private String answer(String verb, URI uri, String body) {
    faults.refuse(verb, uri);
    FakeRoute route =
        routes.stream()
            .filter(each -> each.fits(verb, uri))
            .findFirst()
            .orElseThrow(() -> violation(verb + " " + uri + ": no such method", null));
    try {
      return route.answer(uri, body);
    } catch (IllegalArgumentException | InvalidProtocolBufferException e) {
      throw violation(verb + " " + uri + ": " + e + "\n" + body, e);
    }
  }

  private FakeError violation(String what, Exception cause) {
    violations.add(what);
    FakeError error = new FakeError(400, "invalid", what);
    if (cause != null) {
      error.initCause(cause);
    }
    return error;
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    faults.end();
    server.stop(0);
    threads.shutdownNow();
  }
}
