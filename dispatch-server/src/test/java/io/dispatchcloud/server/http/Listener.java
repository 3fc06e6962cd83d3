package io.dispatchcloud.server.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client of a stream; reads all that comes in a thread of its own. */
final class Listener implements AutoCloseable {
  private static final Event END = new Event("(end)", "", "");

  /** What came; a comment has no name. */
  record Event(String name, String id, String data) {}

  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final HttpResponse<InputStream> response;

  Listener(HttpRequest request) throws IOException, InterruptedException {
    response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
    Thread thread = new Thread(this::read, "listener");
    thread.setDaemon(true);
    thread.start();
  }

  int status() {
    return response.statusCode();
  }

  private void read() {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      String name = "";
      String id = "";
      String data = "";
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith("event: ")) {
          name = line.substring(7);
        } else if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("data: ")) {
          data = line.substring(6);
        } else if (line.isEmpty()) {
          events.add(new Event(name, id, data));
          name = "";
          id = "";
          data = "";
        }
      }
    } catch (IOException e) {
      events.add(new Event("(broken)", "", String.valueOf(e.getMessage())));
    }
    events.add(END);
  }

  /** The next of one of those names; others are passed over. */
  Event next(String... names) throws InterruptedException {
    while (true) {
      Event event = events.poll(30, TimeUnit.SECONDS);
      if (event != null && List.of(names).contains(event.name())) {
        return event;
      }
      if (event == null || event.equals(END)) {
        throw new AssertionError("no " + List.of(names) + " came");
      }
    }
  }

  @Override
  public void close() throws IOException {
    response.body().close();
  }
}
