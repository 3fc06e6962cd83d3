package io.dispatchcloud.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The management API")
class OrdersTest {
  private static final String REASON = "{\"reason\": \"disk errors\"}";

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
  @DisplayName("takes an order with a reason, and does what it says: 202")
  @CsvSource({
    "/api/v1/instances/i-1/hold, hold i-1: disk errors",
    "/api/v1/instances/i-1/drain, drain i-1: disk errors",
    "/api/v1/instances/i-1/run, run i-1: disk errors",
    "/api/v1/instances/i-1/kill, kill i-1: disk errors",
    "/api/v1/containers/run-1/kill, kill run-1: disk errors"
  })
  void orders(String path, String done) throws Exception {
    assertThat(site.post(path, REASON).status()).isEqualTo(202);
    assertThat(management.orders).containsExactly(done);
  }

  @Test
  @DisplayName("takes no order about what is not there, 404, or has ended, 409")
  void ordersInVain() throws Exception {
    assertThat(site.post("/api/v1/instances/i-none/hold", REASON).status()).isEqualTo(404);
    assertThat(site.post("/api/v1/instances/i-none/kill", REASON).status()).isEqualTo(404);
    assertThat(site.post("/api/v1/instances/%20/kill", REASON).status()).isEqualTo(404);
    assertThat(site.post("/api/v1/containers/none/kill", REASON).status()).isEqualTo(404);
    Site.Reply ended = site.post("/api/v1/containers/done-1/kill", REASON);
    assertThat(ended.status()).isEqualTo(409);
    assertThat(ended.at("/detail")).contains("it is complete");
    assertThat(management.orders).isEmpty();
  }

  @ParameterizedTest
  @DisplayName("takes no body that does not say why: 400 or 422")
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | 400",
        "{ | 400",
        "{} | 422",
        "[] | 422",
        "null | 422",
        "'\"reason\"' | 422",
        "{\"reason\": null} | 422",
        "{\"reason\": 7} | 422",
        "{\"reason\": [\"x\"]} | 422",
        "{\"reason\": \"\"} | 422",
        "{\"reason\": \"  \"} | 422",
        "{\"reason\": \"a\\nb\"} | 422",
        "{\"reason\": \"a\\u0000b\"} | 422",
        "{\"reason\": \"a\\u202eb\"} | 422",
        "{\"reason\": \"\\ud800\"} | 422",
        "{\"reason\": \"x\", \"more\": 1} | 422",
        "{\"reason\": \"x\", \"reason\": \"y\"} | 400",
        "{\"reason\": \"x\"} {} | 400",
        "{'reason': 'x'} | 400",
        "<reason/> | 400"
      })
  void badBodies(String body, int status) throws Exception {
    assertThat(site.post("/api/v1/instances/i-1/hold", body).status()).isEqualTo(status);
    assertThat(management.orders).isEmpty();
  }

  @Test
  @DisplayName("takes reasons up to 500 characters, bodies up to 64 KiB, in JSON alone")
  void limits() throws Exception {
    String path = "/api/v1/instances/i-1/hold";
    assertThat(site.post(path, "{\"reason\": \"" + "ü".repeat(500) + "\"}").status())
        .isEqualTo(202);
    assertThat(site.post(path, "{\"reason\": \"" + "ü".repeat(501) + "\"}").status())
        .isEqualTo(422);
    assertThat(site.post(path, "{\"reason\": \"x\"" + " ".repeat(64 << 10) + "}").status())
        .isEqualTo(413);
    HttpRequest.Builder request =
        site.request(path).POST(HttpRequest.BodyPublishers.ofString(REASON));
    assertThat(site.send(request.copy().build()).status()).isEqualTo(415);
    assertThat(site.send(request.copy().header("Content-Type", "text/plain").build()).status())
        .isEqualTo(415);
    HttpRequest packed =
        request
            .copy()
            .header("Content-Type", "application/json")
            .header("Content-Encoding", "gzip")
            .build();
    assertThat(site.send(packed).status()).isEqualTo(415);
  }
}
