package io.dispatchcloud.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Whatever comes over HTTP")
class FuzzTest {
  /** A request line that says plainly what is asked for. */
  private static final Pattern LINE =
      Pattern.compile("^seed \\d+: (GET|POST|HEAD) (/[A-Za-z0-9/._-]*)[? ]");

  private static final int REQUESTS = Boolean.getBoolean("dispatch.soak") ? 200_000 : 6_000;

  @Test
  @DisplayName("gets an answer that is no bug, has no stack trace and no secret")
  void everything() throws Exception {
    FakeManagement management = new FakeManagement(Samples.world());
    TreeMap<Integer, Integer> statuses = new TreeMap<>();
    try (Site site =
        new Site(
            CurrentManagement.of(management),
            all -> all.archive(new SampleArchive()).metrics(() -> "up 1\n"))) {
      for (long seed = 0; seed < REQUESTS; seed++) {
        byte[] request = new Hostile(seed).request();
        Optional<Raw> answer = Raw.send(site.server.uri(), request);
        answer.ifPresent(raw -> statuses.merge(raw.status(), 1, Integer::sum));
        check(seed, request, answer);
      }
      assertThat(site.get("/api/v1/status").status()).as("it works after all that").isEqualTo(200);
    }
    Set<Integer> wanted =
        Set.of(200, 202, 400, 401, 403, 404, 405, 409, 413, 414, 415, 421, 422, 431);
    assertThat(statuses.keySet()).as("reached by what was sent: %s", statuses).containsAll(wanted);
  }

  private static void check(long seed, byte[] request, Optional<Raw> answer) {
    String what =
        "seed "
            + seed
            + ": "
            + new String(request, 0, Math.min(request.length, 300), StandardCharsets.UTF_8);
    if (answer.isEmpty()) {
      // Garbage may be hung up on; what looks like a request is answered.
      String begin = new String(request, 0, Math.min(request.length, 8), StandardCharsets.US_ASCII);
      assertThat(request.length >= 16 && begin.matches("(?s)(GET|POST|HEAD|PUT|OPTIONS) .*"))
          .as(what)
          .isFalse();
      return;
    }
    Raw raw = answer.get();
    String all = raw.headers() + raw.body();
    assertThat(raw.status()).as(what + " -> " + all).isNotEqualTo(500);
    assertThat(all).as(what).doesNotContain(Site.TOKEN, "\tat ", "Exception", "jetty", "Jetty");
    assertThat(raw.headers())
        .as(what)
        .noneMatch(line -> line.startsWith("X:") || line.startsWith("X "));
    assertThat(raw.header("Server")).as(what).isEmpty();
    promised(what, raw);
    boolean bodiless = raw.body().isEmpty();
    if (raw.status() >= 400 && !bodiless) {
      assertThat(raw.header("Content-Type")).as(what).isIn(Problem.MEDIA_TYPE, Answer.JSON);
      if (raw.header("Content-Type").equals(Problem.MEDIA_TYPE)) {
        Contract.isA("Problem", raw.body());
      }
    }
  }

  /** What is no refusal is what the description says. */
  private static void promised(String what, Raw raw) {
    Matcher line = LINE.matcher(what);
    String mediaType = raw.header("Content-Type");
    if (raw.status() / 100 == 2 && line.find() && !mediaType.startsWith("text/event-stream")) {
      // What looks like a second request behind the first has an answer of its own; and what is
      // long may be cut off where the server hangs up on those who go on sending.
      byte[] all = raw.body().getBytes(StandardCharsets.UTF_8);
      int length = line.group(1).equals("HEAD") ? 0 : length(raw);
      if (all.length < length) {
        assertThat(length).as(what).isGreaterThan(50_000);
        return;
      }
      String body = new String(all, 0, length, StandardCharsets.UTF_8);
      Contract.check(line.group(1), line.group(2), raw.status(), mediaType, body);
    }
  }

  private static int length(Raw raw) {
    return Integer.parseInt(raw.header("Content-Length"));
  }
}
