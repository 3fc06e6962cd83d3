package io.dispatchcloud.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.api.config.Secret;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The management API lets in")
class AccessTest {
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
  @DisplayName("nobody without the token: none sent 401, wrong 403, but to health and page")
  @CsvSource({
    "/api/v1/status, 401, 403",
    "/api/v1/openapi.json, 401, 403",
    "/api/v1/instances/i-1, 401, 403",
    "/api/v1/events, 401, 403",
    "/api/v1/live, 401, 403",
    "/api/v1/no-such-thing, 401, 403",
    "/api, 401, 403",
    "/metrics, 401, 403",
    "/health/live, 200, 200",
    "/health/ready, 200, 200",
    "/, 200, 200",
    "/assets/none.js, 404, 404"
  })
  void table(String path, int without, int wrong) throws Exception {
    Site.Reply none = site.send(HttpRequest.newBuilder(site.uri(path)).build());
    assertThat(none.status()).isEqualTo(without);
    if (without == 401) {
      assertThat(none.header("WWW-Authenticate")).startsWith("Bearer");
    }
    for (String token : List.of("wrong", Site.TOKEN + "x", Site.TOKEN.substring(1))) {
      HttpRequest request =
          HttpRequest.newBuilder(site.uri(path)).header("Authorization", "Bearer " + token).build();
      assertThat(site.send(request).status()).isEqualTo(wrong);
    }
  }

  @ParameterizedTest
  @DisplayName("nobody who sends something else than one bearer token: 401")
  @ValueSource(strings = {"Basic YTpi", "Bearer", "Negotiate x", "bearertoken"})
  void otherSchemes(String header) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(site.uri("/api/v1/status")).header("Authorization", header).build();
    assertThat(site.send(request).status()).isEqualTo(401);
    Raw twice =
        Raw.request(
                site.server.uri(),
                "GET",
                "/api/v1/status",
                "",
                "Authorization: Bearer " + Site.TOKEN,
                "Authorization: Bearer " + Site.TOKEN)
            .orElseThrow();
    assertThat(twice.status()).isEqualTo(401);
  }

  @Test
  @DisplayName("no order without the token: nothing is done")
  void orders() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(site.uri("/api/v1/instances/i-1/kill"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"reason\": \"x\"}"))
            .build();
    assertThat(site.send(request).status()).isEqualTo(401);
    assertThat(management.orders).isEmpty();
  }

  @Test
  @DisplayName("nobody where no token is configured, and says how to configure one")
  void noToken() throws Exception {
    HttpSettings settings = HttpSettings.of("127.0.0.1:0", null, null);
    CurrentManagement current = CurrentManagement.of(management);
    try (Site open = new Site(settings, current, UnaryOperator.identity())) {
      Site.Reply refused = open.get("/api/v1/status");
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.body()).contains("http.token", "DISPATCH_MANAGEMENT_TOKEN");
      assertThat(open.get("/health/live").status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @DisplayName("on a loopback address no page from elsewhere by a name that leads here: 421")
  @CsvSource({
    "localhost, 200",
    "LOCALHOST:99, 200",
    "127.0.0.1, 200",
    "'[::1]:8080', 200",
    "'[::1]', 200",
    "evil.example, 421",
    "evil.example:80, 421",
    "localhost.evil.example, 421",
    "127.0.0.1.evil.example, 421",
    "'[::2]', 421",
    "192.168.0.1, 421"
  })
  void hosts(String host, int status) throws Exception {
    for (String path : List.of("/health/live", "/api/v1/status", "/")) {
      Raw raw =
          Raw.request(
                  site.server.uri(),
                  "GET",
                  path,
                  "",
                  "Host: " + host,
                  "Authorization: Bearer " + Site.TOKEN)
              .orElseThrow();
      assertThat(raw.status()).as(host).isEqualTo(status);
    }
  }

  @Test
  @DisplayName("no other host in the request line either")
  void absoluteForm() throws Exception {
    Raw raw =
        Raw.request(site.server.uri(), "GET", "http://evil.example/health/live", "").orElseThrow();
    assertThat(raw.status()).isIn(400, 421);
  }

  @Test
  @DisplayName("the page with a strict policy, no type guessing, and no access from other origins")
  void headers() throws Exception {
    Site.Reply page = site.get("/");
    assertThat(page.mediaType()).startsWith("text/html");
    assertThat(page.header("Content-Security-Policy")).startsWith("default-src 'self'");
    assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(page.header("Access-Control-Allow-Origin")).isEmpty();
    assertThat(page.header("Server")).isEmpty();
  }

  @ParameterizedTest
  @DisplayName("to the page's own files alone")
  @ValueSource(
      strings = {
        "/assets/..%2findex.html",
        "/assets/%2e%2e/index.html",
        "/assets/../index.html",
        "/assets/.hidden",
        "/assets/a%00.js",
        "/assets/a%5cb.js",
        "/index.html",
        "/../../../etc/passwd",
        "/io/dispatchcloud/server/http/openapi.json"
      })
  void files(String path) throws Exception {
    Raw raw = Raw.request(site.server.uri(), "GET", path, "").orElseThrow();
    assertThat(raw.status()).isIn(400, 404);
    Contract.isA("Problem", raw.body());
  }

  @Test
  @DisplayName("to metrics with the token, where there are any")
  void metrics() throws Exception {
    assertThat(site.get("/metrics").status()).isEqualTo(404);
    try (Site measured =
        new Site(CurrentManagement.of(management), builder -> builder.metrics(() -> "up 1\n"))) {
      Site.Reply metrics = measured.get("/metrics");
      assertThat(metrics.mediaType()).startsWith("text/plain; version=0.0.4");
      assertThat(metrics.body()).isEqualTo("up 1\n");
    }
  }

  @Test
  @DisplayName("only from this machine without TLS, and only with tokens that nobody guesses")
  void settings() {
    assertThatThrownBy(() -> HttpSettings.of("0.0.0.0:80", null, null))
        .hasMessageContaining("'0.0.0.0'", "http.tls");
    assertThatThrownBy(() -> HttpSettings.of("host", null, null)).hasMessageContaining("HOST:PORT");
    assertThatThrownBy(() -> HttpSettings.of("localhost:65536", null, null))
        .hasMessageContaining("HOST:PORT");
    assertThatThrownBy(() -> HttpSettings.of("localhost:1", Secret.of("hush"), null))
        .hasMessageContaining("openssl rand")
        .hasMessageNotContaining("hush");
    assertThat(HttpSettings.of("[::1]:0", null, null).host()).isEqualTo("::1");
  }

  @Test
  @DisplayName("a taken port is told with the address, and nothing listens then")
  void takenPort() throws Exception {
    HttpSettings settings = HttpSettings.of("127.0.0.1:" + site.server.port(), null, null);
    try (ManagementServer second =
        ManagementServer.builder(settings, new CurrentManagement()).build()) {
      assertThatThrownBy(second::start)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("'127.0.0.1:" + site.server.port() + "'");
    }
    assertThat(site.get("/api/v1/status").status()).isEqualTo(200);
  }
}
