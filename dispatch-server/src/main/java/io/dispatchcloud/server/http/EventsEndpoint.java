package io.dispatchcloud.server.http;

import io.dispatchcloud.core.DispatchEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Streams events as they happen, from where a client was. */
final class EventsEndpoint {
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int BATCH = 200;
  private static final Pattern ID = Pattern.compile("([0-9a-z]{1,20})-([0-9]{1,18})");

  private final EventRing ring;
  // Numbers begin anew with each process: this tells them apart.
  private final String epoch;

  EventsEndpoint(EventRing ring, String epoch) {
    this.ring = ring;
    this.epoch = epoch;
  }

  Answer events(Ask ask) throws ProblemException {
    String container = ask.query().text("container").orElse("");
    String instance = ask.query().text("instance").orElse("");
    String seen = ask.lastEventId();
    if (!seen.isEmpty() && !ID.matcher(seen).matches()) {
      throw Problem.badParameter("Last-Event-ID", seen, "the id of an event from here").exception();
    }
    return Answer.stream(out -> run(out, seen, container, instance));
  }

  private void run(EventWriter out, String seen, String container, String instance)
      throws IOException, InterruptedException {
    long last = begin(out, seen);
    while (!out.closing()) {
      EventRing.Batch batch = ring.after(last, BATCH);
      if (batch.missed() > 0) {
        gap(out, batch.missed());
      }
      for (EventRing.Numbered each : batch.events()) {
        if (wanted(each.event(), container, instance)) {
          write(out, each);
        }
      }
      last = batch.last();
      if (batch.events().size() < BATCH) {
        out.pause(PAUSE);
      }
    }
    out.event("bye", "", "{}");
  }

  /** The number of the event that the client has seen last. */
  private long begin(EventWriter out, String seen) throws IOException {
    long newest = ring.last();
    Matcher id = ID.matcher(seen);
    if (!id.matches()) {
      out.event("begin", epoch + "-" + newest, "{}");
      return newest;
    }
    long number = Long.parseLong(id.group(2));
    if (id.group(1).equals(epoch) && number <= newest) {
      return number;
    }
    // From before this process began: nobody knows how many are missing.
    out.event("gap", epoch + "-0", "{}");
    return 0;
  }

  private static void gap(EventWriter out, long missed) throws IOException {
    String data = Json.objectText(json -> json.writeNumberField("missed", missed));
    out.event("gap", "", data);
  }

  private static boolean wanted(DispatchEvent event, String container, String instance) {
    return (container.isEmpty() || event.container().equals(container))
        && (instance.isEmpty() || event.instance().equals(instance));
  }

  private void write(EventWriter out, EventRing.Numbered each) throws IOException {
    String data = Json.objectText(json -> EventFields.write(json, each.event()));
    out.event("event", epoch + "-" + each.number(), data);
  }
}
