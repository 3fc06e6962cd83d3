package io.dispatchcloud.server.http;

import io.dispatchcloud.core.IdleBehavior;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;

/** Collects the optional parts of a {@link ManagementServer}. Not thread-safe. */
public final class ManagementServerBuilder {
  private static final int EVENTS = 10_000;
  private static final int PER_SECOND = 50;
  private static final int BURST = 100;
  private static final int RADIX = 36;
  private static final String API = "/api/v1";

  private final HttpSettings settings;
  private final CurrentManagement current;
  private @Nullable ContainerArchive archive;
  private @Nullable Supplier<String> metrics;
  private InstantSource clock = InstantSource.system();
  private LongSupplier nanoseconds = System::nanoTime;
  private int perSecond = PER_SECOND;
  private int burst = BURST;
  private int eventsKept = EVENTS;
  private Duration idle = Duration.ofSeconds(30);
  private Duration patience = Duration.ofSeconds(20);

  ManagementServerBuilder(HttpSettings settings, CurrentManagement current) {
    this.settings = settings;
    this.current = current;
  }

  /**
   * Sets a store that knows more than the dispatcher.
   *
   * @param value the store; none unless said
   * @return this
   */
  ManagementServerBuilder archive(ContainerArchive value) {
    archive = value;
    return this;
  }

  /**
   * Sets what {@code /metrics} says.
   *
   * @param value gives text for Prometheus; called on any thread; none unless said
   * @return this
   */
  public ManagementServerBuilder metrics(Supplier<String> value) {
    metrics = value;
    return this;
  }

  /**
   * Sets the dispatcher's clock, against which the age of its last pass is told.
   *
   * @param value the clock; the system's unless said
   * @return this
   */
  public ManagementServerBuilder clock(InstantSource value) {
    clock = value;
    return this;
  }

  /**
   * Sets how many requests each client may make.
   *
   * @param requestsPerSecond in the long run; 50 unless said
   * @param atOnce 100 unless said
   * @return this
   */
  public ManagementServerBuilder rate(int requestsPerSecond, int atOnce) {
    perSecond = requestsPerSecond;
    burst = atOnce;
    return this;
  }

  /** Sets the clock that rates and pauses go by. */
  ManagementServerBuilder watch(LongSupplier value) {
    nanoseconds = value;
    return this;
  }

  /** Sets how many events are kept for those who come back. */
  ManagementServerBuilder eventsKept(int value) {
    eventsKept = value;
    return this;
  }

  /** Sets how long a client may leave what it is sent unread, or send nothing of what it began. */
  ManagementServerBuilder idle(Duration value) {
    idle = value;
    return this;
  }

  /** Sets how long a client may take to send one request. */
  ManagementServerBuilder patience(Duration value) {
    patience = value;
    return this;
  }

  /**
   * Makes the server; nothing listens yet.
   *
   * @return a new server, which is the caller's to close
   * @throws IOException if the files for TLS can't be used; says which and why
   */
  public ManagementServer build() throws IOException {
    EventRing events = new EventRing(eventsKept);
    Streams streams = new Streams(System::nanoTime);
    Replies replies = new Replies(new Mask(settings.token()), streams, System::nanoTime);
    Front front =
        new Front(
            routes(events),
            new Gate(settings.token()),
            new HostCheck(settings.loopback()),
            new RateLimiter(perSecond, burst, nanoseconds),
            new Strangers(System::nanoTime),
            replies);
    Server server = JettyParts.server(front, new Refusals(replies));
    ServerConnector connector = JettyParts.connector(server, settings, idle, patience);
    return new ManagementServer(settings, current, events, streams, server, connector);
  }

  /** All that is served. */
  Routes routes(EventRing events) {
    Calls calls = new Calls(current);
    Shelf shelf = new Shelf(archive);
    Routes routes = new Routes();
    reads(routes, calls, events, shelf);
    orders(routes, new OrderEndpoints(calls, shelf));
    streams(routes, events);
    return routes;
  }

  private void reads(Routes routes, Calls calls, EventRing events, Shelf shelf) {
    StatusEndpoint status = new StatusEndpoint(calls, new Doctor(current, nanoseconds));
    InstanceEndpoints instances = new InstanceEndpoints(calls, events);
    Turns turns = new Turns(System::nanoTime);
    ContainerEndpoints containers = new ContainerEndpoints(calls, events, shelf, turns);
    CostEndpoint costs = new CostEndpoint(new CostDesk(calls, turns, nanoseconds));
    routes
        .add(Route.Kind.OPEN, "GET", "/", List.of(), StaticFiles::index)
        .add(Route.Kind.OPEN, "GET", "/assets/*", List.of(), StaticFiles::asset)
        .add(Route.Kind.OPEN, "GET", "/assets/*/*", List.of(), StaticFiles::asset)
        .add(Route.Kind.OPEN, "GET", "/health/live", List.of(), status::live)
        .add(Route.Kind.OPEN, "GET", "/health/ready", List.of(), status::ready)
        .get("/metrics", this::metrics)
        .get(API + "/openapi.json", OpenApi::document)
        .get(API + "/status", status::status)
        .get(API + "/instances", instances::list, "limit", "after", Query.STATE, "type", "behavior")
        .get(API + "/instances/*", instances::one)
        .get(
            API + "/containers",
            containers::list,
            "limit",
            "offset",
            Query.STATE,
            Query.STATUS,
            Query.LABEL,
            "search")
        .get(API + "/containers/*", containers::one)
        .get(API + "/containers/*/explanation", containers::explanation)
        .get(API + "/containers/*/history", containers::history)
        .get(API + "/costs", costs::costs, "by", "limit");
  }

  private static void orders(Routes routes, OrderEndpoints orders) {
    for (IdleBehavior each : IdleBehavior.values()) {
      post(routes, "/instances/*/" + each.word(), orders.behavior(each));
    }
    post(routes, "/instances/*/kill", orders::killInstance);
    post(routes, "/containers/*/kill", orders::killContainer);
  }

  private static void post(Routes routes, String path, Endpoint endpoint) {
    routes.add(Route.Kind.CLOSED, "POST", API + path, List.of(), endpoint);
  }

  private void streams(Routes routes, EventRing ring) {
    String epoch = Long.toString(clock.instant().toEpochMilli(), RADIX);
    EventsEndpoint events = new EventsEndpoint(ring, epoch);
    LiveHub hub = new LiveHub(current, ring, clock, System::nanoTime);
    LiveEndpoint live = new LiveEndpoint(hub, clock, System::nanoTime);
    routes.add(
        Route.Kind.STREAM,
        "GET",
        API + "/events",
        List.of("container", "instance"),
        events::events);
    routes.add(Route.Kind.STREAM, "GET", API + "/live", List.of(), live::live);
  }

  private Answer metrics(Ask ask) throws ProblemException {
    if (metrics == null) {
      throw Problem.notFound("this process has no metrics").exception();
    }
    byte[] text = metrics.get().getBytes(StandardCharsets.UTF_8);
    return Answer.of("text/plain; version=0.0.4; charset=utf-8", text);
  }
}
