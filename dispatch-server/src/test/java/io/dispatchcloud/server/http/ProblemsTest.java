package io.dispatchcloud.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.core.DispatcherState;
import io.dispatchcloud.core.Health;
import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The management API")
class ProblemsTest {
  private static final String REASON = "{\"reason\": \"disk errors\"}";

  private final FakeManagement management = new FakeManagement(Samples.world());
  private final CurrentManagement current = CurrentManagement.of(management);
  private final SampleArchive archive = new SampleArchive();
  private Site site;

  @BeforeEach
  void start() throws Exception {
    site = new Site(current, builder -> builder.archive(archive));
  }

  @AfterEach
  void stop() {
    site.close();
  }

  @ParameterizedTest
  @DisplayName("names a wrong parameter, what was given, and what was expected: 400")
  @CsvSource({
    "/api/v1/instances?limit=0, limit, 0, a number from 1 to 1000",
    "/api/v1/instances?limit=1001, limit, 1001, a number from 1 to 1000",
    "/api/v1/instances?limit=-1, limit, -1, a number from 1 to 1000",
    "/api/v1/instances?limit=99999999999, limit, 99999999999, a number from 1 to 1000",
    "/api/v1/instances?state=sleepy, state, sleepy, 'one of unknown, booting, idle, running, shutdown'",
    "/api/v1/instances?behavior=, behavior, '', 'one of run, hold, drain'",
    "/api/v1/instances?nothing=1, nothing, '', 'one of limit, after, state, type, behavior'",
    "/api/v1/status?x=1, x, '', no parameter here",
    "/api/v1/containers?offset=x, offset, x, a number from 0 to 100000000",
    "/api/v1/containers?label=project, label, project, name:value",
    "/api/v1/containers?limit=1&limit=2, limit, 2, it once",
    "/api/v1/containers?state=queued&state=bored, state, bored, 'one of queued, locked, running, complete, cancelled'",
    "/api/v1/containers/-a, id, -a, '1 to 128 letters, digits, ''.'', ''_'' or ''-'', the first a letter or digit'",
    "/api/v1/costs?by=moon, by, moon, 'one of container, label, day'",
  })
  void badParameters(String target, String name, String value, String expected) throws Exception {
    Site.Reply refused = site.get(target);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.at("/type")).isEqualTo("urn:dispatch:problem:bad-parameter");
    assertThat(refused.at("/problems/0/name")).isEqualTo(name);
    assertThat(refused.at("/problems/0/value")).isEqualTo(value);
    assertThat(refused.at("/problems/0/expected")).isEqualTo(expected);
  }

  @ParameterizedTest
  @DisplayName("knows what there is not: 404")
  @ValueSource(
      strings = {
        "/api/v1/instances/i-none",
        "/api/v1/containers/none",
        "/api/v1/containers/none/explanation",
        "/api/v1/containers/none/history",
        "/api/v1/nothing",
        "/api/v2/status",
        "/nothing",
        "/api/v1/status/",
        "/API/v1/status"
      })
  void notFound(String target) throws Exception {
    assertThat(site.get(target).status()).isEqualTo(404);
  }

  @Test
  @DisplayName("says which methods a path has: 405")
  void methods() throws Exception {
    Site.Reply refused = site.post("/api/v1/status", REASON);
    assertThat(refused.status()).isEqualTo(405);
    assertThat(refused.header("Allow")).isEqualTo("GET, HEAD");
    Site.Reply order = site.get("/api/v1/instances/i-1/kill");
    assertThat(order.status()).isEqualTo(405);
    assertThat(order.header("Allow")).isEqualTo("POST");
    for (String method : List.of("PUT", "DELETE", "PATCH", "OPTIONS", "BREW")) {
      HttpRequest request =
          site.request("/api/v1/status")
              .method(method, HttpRequest.BodyPublishers.noBody())
              .build();
      assertThat(site.send(request).status()).as(method).isEqualTo(405);
    }
    HttpRequest head =
        site.request("/api/v1/status").method("HEAD", HttpRequest.BodyPublishers.noBody()).build();
    assertThat(site.send(head).status()).isEqualTo(200);
  }

  @Test
  @DisplayName("refuses addresses and headers that are too long: 414, 431")
  void tooLong() throws Exception {
    Raw uri = Raw.request(site.server.uri(), "GET", "/" + "a".repeat(20_000), "").orElseThrow();
    assertThat(uri.status()).isEqualTo(414);
    Contract.isA("Problem", uri.body());
    Raw header =
        Raw.request(site.server.uri(), "GET", "/", "", "X: " + "a".repeat(20_000)).orElseThrow();
    assertThat(header.status()).isEqualTo(431);
    Contract.isA("Problem", header.body());
    assertThat(header.header("Content-Type")).isEqualTo(Problem.MEDIA_TYPE);
    assertThat(header.header("Server")).isEmpty();
  }

  @Test
  @DisplayName("tells health by status, and asks the dispatcher once a second at the most")
  void health() throws Exception {
    management.health =
        new Health(DispatcherState.ACTIVE, false, false, null, null, List.of("it hangs"));
    for (int i = 0; i < 20; i++) {
      Site.Reply live = site.get("/health/live");
      assertThat(live.status()).isEqualTo(503);
      assertThat(live.body()).doesNotContain("hangs");
    }
    assertThat(management.healthAsked).hasValue(1);
    site.watch.addAndGet(999_999_999);
    site.get("/health/ready");
    assertThat(management.healthAsked).hasValue(1);
    site.watch.incrementAndGet();
    site.get("/health/ready");
    assertThat(management.healthAsked).hasValue(2);
  }

  @Test
  @DisplayName(
      "tells of containers that have ended, with all attempts, as long as the store answers")
  void archive() throws Exception {
    Site.Reply story = site.get("/api/v1/containers/old-1");
    assertThat(story.at("/container/exitStatus")).isEqualTo("3");
    assertThat(story.at("/attempts/0/cost")).as("all digits").isEqualTo("0.0000001");
    assertThat(site.get("/api/v1/containers/old-1/history").json().path("history")).isEmpty();

    assertThat(site.post("/api/v1/containers/old-1/kill", REASON).status()).isEqualTo(409);

    archive.away = true;
    assertThat(site.get("/api/v1/containers/old-1").status()).isEqualTo(503);
    Site.Reply queued = site.get("/api/v1/containers/wait-1");
    assertThat(queued.status()).as("the queue knows it").isEqualTo(200);
    assertThat(queued.at("/attemptsUnavailable")).isEqualTo("true");
    assertThat(queued.json().has("attempts")).isFalse();
  }

  @Test
  @DisplayName("tells of a bug no more than what to look for in the log: 500")
  void bug() throws Exception {
    management.failure =
        new IllegalStateException("a bug in the dispatcher", new NullPointerException("secret"));
    for (Site.Reply bug :
        List.of(
            site.get("/api/v1/costs"),
            site.get("/api/v1/containers/wait-1/explanation"),
            site.post("/api/v1/containers/wait-1/kill", REASON))) {
      assertThat(bug.status()).isEqualTo(500);
      assertThat(bug.at("/detail")).contains("correlation");
      assertThat(bug.body()).doesNotContain("secret", "Exception", "\tat ");
    }
  }

  @Test
  @DisplayName("shows the token to nobody who sends it where it does not belong")
  void tokenInParameter() throws Exception {
    Site.Reply refused = site.get("/api/v1/costs?by=" + Site.TOKEN);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body()).doesNotContain(Site.TOKEN);
    String late = "x".repeat(90) + Site.TOKEN;
    Site.Reply cut = site.get("/api/v1/costs?by=" + late);
    assertThat(cut.body()).as("no part of it").doesNotContain(Site.TOKEN.substring(0, 8));
  }

  @Test
  @DisplayName("lets a client make so many requests, and no more: 429; those with the token apart")
  void rate() throws Exception {
    try (Site slow = new Site(current, builder -> builder.rate(10, 3))) {
      for (int i = 0; i < 3; i++) {
        assertThat(slow.get("/api/v1/status").status()).isEqualTo(200);
      }
      Site.Reply refused = slow.get("/api/v1/status");
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.header("Retry-After")).isEqualTo("1");
      HttpRequest anonymous = HttpRequest.newBuilder(slow.uri("/")).build();
      for (int i = 0; i < 3; i++) {
        assertThat(slow.send(anonymous).status()).as("in a bucket of its own").isEqualTo(200);
      }
      assertThat(slow.send(anonymous).status()).isEqualTo(429);
      HttpRequest probe = HttpRequest.newBuilder(slow.uri("/health/live")).build();
      assertThat(slow.send(probe).status()).as("in spite of a flood").isEqualTo(200);

      slow.watch.addAndGet(100_000_000);
      assertThat(slow.get("/api/v1/status").status())
          .as("a tenth of a second later")
          .isEqualTo(200);
      assertThat(slow.get("/api/v1/status").status()).isEqualTo(429);
    }
  }
}
