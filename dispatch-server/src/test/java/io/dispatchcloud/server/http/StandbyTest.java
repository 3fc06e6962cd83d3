package io.dispatchcloud.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.core.DispatcherState;
import io.dispatchcloud.core.NoAnswerException;
import io.dispatchcloud.core.NotActiveException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The management API of one that is not the active dispatcher")
class StandbyTest {
  private static final String REASON = "{\"reason\": \"disk errors\"}";
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final String NOT_ACTIVE = "urn:dispatch:problem:not-active";

  private final FakeManagement management = new FakeManagement(Samples.world());
  private Site site;

  @BeforeEach
  void start() throws Exception {
    site = new Site(management);
  }

  @AfterEach
  void stop() {
    site.close();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ACTIVE")
  @DisplayName("says so instead of showing a queue that is empty, and tells its status alone: 503")
  void standsBy(DispatcherState state) throws Exception {
    management.snapshot = Samples.standby(state);
    management.failure = new NotActiveException("it stands by");
    for (String read :
        List.of(
            "/containers",
            "/containers/wait-1",
            "/containers/wait-1/history",
            "/containers/wait-1/explanation",
            "/instances",
            "/instances/i-1",
            "/costs")) {
      Site.Reply reply = site.get("/api/v1" + read);
      assertThat(reply.status()).as(read).isEqualTo(503);
      assertThat(reply.at("/type")).as(read).isEqualTo(NOT_ACTIVE);
      assertThat(reply.at("/detail")).as(read).contains(Json.word(state));
      assertThat(reply.header("Retry-After")).isNotEmpty();
    }
    assertThat(site.post("/api/v1/instances/i-1/hold", REASON).at("/type")).isEqualTo(NOT_ACTIVE);
    Site.Reply status = site.get("/api/v1/status");
    assertThat(status.status()).as("needs no dispatcher's thread").isEqualTo(200);
    assertThat(status.at("/state")).isEqualTo(Json.word(state));
  }

  @Test
  @DisplayName("says that there is none just now, and that nobody is ready: 503")
  void none() throws Exception {
    try (Site empty = new Site(new CurrentManagement(), builder -> builder)) {
      Site.Reply none = empty.get("/api/v1/status");
      assertThat(none.status()).isEqualTo(503);
      assertThat(none.at("/type")).isEqualTo(NOT_ACTIVE);
      assertThat(none.header("Retry-After")).isNotEmpty();
      assertThat(empty.get("/health/live").status()).as("the process works").isEqualTo(200);
      assertThat(empty.get("/health/ready").status()).isEqualTo(503);
    }
  }

  @Test
  @DisplayName("answers also when that takes longer than connections may idle")
  void late() throws Exception {
    management.failure = new NoAnswerException("no answer in time; nothing was done");
    management.latency = 3000;
    try (Site hasty = new Site(CurrentManagement.of(management), all -> all.idle(SHORT))) {
      Site.Reply reply = hasty.post("/api/v1/containers/wait-1/kill", REASON);
      assertThat(reply.at("/type")).isEqualTo("urn:dispatch:problem:no-answer");
    }
  }

  @Test
  @DisplayName("tells of one that gives no answer as that, and whether an order may be done: 503")
  void noAnswer() throws Exception {
    management.failure = new NoAnswerException("no answer in time; nothing was done");
    Site.Reply reply = site.post("/api/v1/containers/wait-1/kill", REASON);
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.at("/type")).isEqualTo("urn:dispatch:problem:no-answer");
    assertThat(reply.at("/detail")).contains("nothing was done");
  }
}
