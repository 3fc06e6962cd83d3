package io.dispatchcloud.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Clients of a management API, and what they saw. */
final class ApiLoad implements AutoCloseable {
  private static final Pattern AT = Pattern.compile("\"at\":\"([^\"]+)\"");
  private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final double NANOS_A_MILLI = 1e6;
  private static final double KILO = 1000;
  private static final int THREADS = 16;

  private final URI server;
  private final String token;
  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService readers = Executors.newCachedThreadPool(ApiLoad::thread);
  private final ScheduledExecutorService askers =
      Executors.newScheduledThreadPool(THREADS, ApiLoad::thread);
  private final List<InputStream> open = Collections.synchronizedList(new ArrayList<>());
  private final AtomicLong streamed = new AtomicLong();
  private final AtomicLong events = new AtomicLong();
  private final List<String> broken = Collections.synchronizedList(new ArrayList<>());

  private record Question(String name, String path, Times times) {}

  private record Times(List<Long> nanos, AtomicLong bytes) {
    Times() {
      this(Collections.synchronizedList(new ArrayList<>()), new AtomicLong());
    }

    String json() {
      List<Long> sorted = new ArrayList<>(nanos);
      Collections.sort(sorted);
      int count = sorted.size();
      return String.format(
          Locale.ROOT,
          "{\"count\":%d,\"medianMs\":%.1f,\"p99Ms\":%.1f,\"maxMs\":%.1f,\"kB\":%.1f}",
          count,
          sorted.get(count / 2) / NANOS_A_MILLI,
          sorted.get(count * 99 / 100) / NANOS_A_MILLI,
          sorted.get(count - 1) / NANOS_A_MILLI,
          bytes.get() / KILO / count);
    }
  }

  ApiLoad(URI server, String token) {
    this.server = server;
    this.token = token;
  }

  private static Thread thread(Runnable work) {
    Thread made = new Thread(work, "load");
    made.setDaemon(true);
    return made;
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(server.resolve("/api/v1" + path))
        .header("Authorization", "Bearer " + token)
        .timeout(PATIENCE)
        .build();
  }

  private String ask(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer = client.send(request(path), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(path + ": " + answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  /** What the dispatcher's clock says. */
  private Instant now() throws IOException, InterruptedException {
    Matcher at = AT.matcher(ask("/status"));
    if (!at.find()) {
      throw new IOException("/status tells no time");
    }
    return Instant.parse(at.group(1));
  }

  private List<String> ids(String path) throws IOException, InterruptedException {
    List<String> ids = new ArrayList<>();
    ID.matcher(ask(path)).results().forEach(found -> ids.add(found.group(1)));
    if (ids.isEmpty()) {
      throw new IOException(path + ": nothing there");
    }
    return ids;
  }

  /** A line of JSON. */
  String json(int seconds, int rate, int streams) throws Exception {
    String container = ids("/containers?limit=10&state=queued").get(0);
    String instance = ids("/instances?limit=10").get(0);
    Map<String, String> paths = new LinkedHashMap<>();
    paths.put("status", "/status");
    paths.put("instances", "/instances?limit=1000");
    paths.put("instance", "/instances/" + instance);
    paths.put("containers", "/containers?limit=100");
    paths.put("search", "/containers?limit=100&search=9999");
    paths.put("container", "/containers/" + container);
    paths.put("explanation", "/containers/" + container + "/explanation");
    paths.put("costs", "/costs?by=container&limit=100");
    double unasked = pace(seconds, () -> null);
    List<Question> questions = new ArrayList<>();
    paths.forEach((name, path) -> questions.add(new Question(name, path, new Times())));
    for (int i = 0; i < streams; i++) {
      read("/live");
      read("/events");
    }
    double asked = pace(seconds, () -> askAll(questions, seconds, rate));
    if (!broken.isEmpty()) {
      throw new IOException("streams broke, so that the figures say nothing: " + broken);
    }
    StringBuilder line = new StringBuilder("{");
    for (Question each : questions) {
      line.append('"').append(each.name()).append("\":").append(each.times().json()).append(',');
    }
    line.append(
        String.format(
            Locale.ROOT,
            "\"streams\":%d,\"eventsPerSecond\":%.1f,\"streamedKBPerSecond\":%.1f,"
                + "\"dispatcherSecondsPerSecond\":{\"unasked\":%.1f,\"asked\":%.1f}}",
            2 * streams,
            events.get() / (double) seconds,
            streamed.get() / KILO / seconds,
            unasked,
            asked));
    return line.toString();
  }

  /** How many of the dispatcher's seconds go by in one of ours meanwhile. */
  private double pace(int seconds, Callable<?> meanwhile) throws Exception {
    Instant before = now();
    long began = System.nanoTime();
    long end = began + TimeUnit.SECONDS.toNanos(seconds);
    meanwhile.call();
    Future<?> rest =
        askers.schedule(() -> {}, Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    rest.get();
    Duration gone = Duration.between(before, now());
    return (double) gone.toNanos() / (System.nanoTime() - began);
  }

  private Void askAll(List<Question> questions, int seconds, int rate) throws Exception {
    List<Future<?>> all = new ArrayList<>();
    long start = System.nanoTime();
    for (int i = 0; i < seconds * rate; i++) {
      Question question = questions.get(i % questions.size());
      long delay = TimeUnit.SECONDS.toNanos(1) * i / rate;
      long planned = start + delay;
      all.add(
          askers.schedule(
              () -> time(question, planned),
              Math.max(0, planned - System.nanoTime()),
              TimeUnit.NANOSECONDS));
    }
    for (Future<?> each : all) {
      each.get();
    }
    return null;
  }

  /** From when it was to be asked: where answers are slow, questions wait for a thread, too. */
  private Void time(Question question, long planned) throws IOException, InterruptedException {
    Times times = question.times();
    times.bytes().addAndGet(ask(question.path()).length());
    times.nanos().add(System.nanoTime() - planned);
    return null;
  }

  /** Reads a stream along until all is over. */
  private void read(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve("/api/v1" + path))
            .header("Authorization", "Bearer " + token)
            .build();
    HttpResponse<InputStream> answer =
        client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    if (answer.statusCode() != 200) {
      throw new IOException(path + ": " + answer.statusCode());
    }
    InputStream body = answer.body();
    open.add(body);
    readers.execute(() -> drink(path, body));
  }

  private void drink(String path, InputStream body) {
    byte[] some = new byte[1 << 16];
    int last = 0;
    try (body) {
      for (int read = body.read(some); read >= 0; read = body.read(some)) {
        streamed.addAndGet(read);
        for (int i = 0; i < read; i++) {
          // An empty line ends an event.
          events.addAndGet(some[i] == '\n' && last == '\n' ? 1 : 0);
          last = some[i];
        }
      }
      broken.add(path + " ended");
    } catch (IOException e) {
      // Unless it was closed here, when all was over.
      broken.add(path + ": " + e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    askers.shutdownNow();
    readers.shutdownNow();
    for (InputStream each : List.copyOf(open)) {
      each.close();
    }
  }
}
