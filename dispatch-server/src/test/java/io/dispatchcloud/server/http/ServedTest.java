package io.dispatchcloud.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatchcloud.server.Children;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("dispatch serve --http")
class ServedTest {
  private static final Pattern ADDRESS =
      Pattern.compile("management interface is there.*address=\"?(http://127.0.0.1:[0-9]+)");

  @TempDir private Path folder;
  private final List<String> answers = new ArrayList<>();
  private Children children;
  private URI address;

  @BeforeEach
  void files() throws Exception {
    String url = "jdbc:h2:file:" + folder.resolve("work");
    children =
        new Children(
            folder, Map.of("DISPATCH_STORE", url, "DISPATCH_MANAGEMENT_TOKEN", Site.TOKEN));
    Process made =
        new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "key")
            .directory(folder.toFile())
            .start();
    assertThat(made.waitFor()).isZero();
    Files.writeString(
        folder.resolve("serve.yaml"),
        """
        instanceSetId: shop
        driver: local
        driverParameters: { directory: instances, maxInstances: 2 }
        dispatchPrivateKey: file:key
        instanceTypes: { small: { vcpus: 2, ram: 1GiB, price: 0.05 } }
        reserveExtraRam: 0B
        pollInterval: 1s
        probeInterval: 1s
        syncInterval: 1s
        timeoutShutdown: 2s
        goneAfter: 3s
        http: { listen: "127.0.0.1:0" }
        """);
  }

  @AfterEach
  void end() {
    children.close();
  }

  private JsonNode ask(String method, String path, String body, int status)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.resolve(path))
            .header("Authorization", "Bearer " + Site.TOKEN)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    String mediaType = answer.headers().firstValue("Content-Type").orElse("");
    Contract.check(method, path, answer.statusCode(), mediaType, answer.body());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    answers.add(answer.body());
    return Contract.MAPPER.readTree(answer.body());
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    return ask("GET", path, "", 200);
  }

  @Test
  @DisplayName("shows what runs, holds, kills, and ends with a goodbye when it is asked to stop")
  void managed() throws Exception {
    Files.writeString(
        folder.resolve("job.yaml"),
        "containers: [{ id: long, command: sleep 600, needs: { vcpus: 1, ram: 64MiB } }]\n");
    children.run(0, "submit", "submit", "job.yaml");
    Process serve = children.start("serve", "serve", "--config", "serve.yaml", "--drain");
    await().atMost(Children.PATIENCE).until(() -> ADDRESS.matcher(children.said("serve")).find());
    Matcher found = ADDRESS.matcher(children.said("serve"));
    assertThat(found.find()).isTrue();
    address = URI.create(found.group(1));
    await().atMost(Children.PATIENCE).until(() -> readiness() == 200);
    await()
        .atMost(Children.PATIENCE)
        .until(() -> get("/api/v1/status").at("/containers/running").asInt() == 1);
    JsonNode story = get("/api/v1/containers/long");
    assertThat(story.at("/attempts/0/outcome").asText()).isEqualTo("underway");
    String instance = story.at("/container/instance").asText();

    String reason = "{\"reason\": \"to look at it\"}";
    ask("POST", "/api/v1/instances/" + instance + "/hold", reason, 202);
    await()
        .atMost(Children.PATIENCE)
        .until(
            () ->
                get("/api/v1/instances/" + instance)
                    .at("/instance/behavior")
                    .asText()
                    .equals("hold"));
    assertThat(get("/api/v1/containers/long/explanation").at("/types")).hasSize(1);

    HttpRequest events =
        HttpRequest.newBuilder(address.resolve("/api/v1/events?container=long"))
            .header("Authorization", "Bearer " + Site.TOKEN)
            .build();
    try (Listener listener = new Listener(events)) {
      listener.next("begin");
      ask("POST", "/api/v1/containers/long/kill", "{\"reason\": \"nobody needs it\"}", 202);
      String event;
      do {
        event = listener.next("event").data();
      } while (!event.contains("containerCancelled")
          && !event.contains("containerRecorded")
          && !event.contains("containerKilled"));
      await()
          .atMost(Children.PATIENCE)
          .until(
              () ->
                  get("/api/v1/containers/long")
                      .at("/container/state")
                      .asText()
                      .equals("cancelled"));
      await()
          .atMost(Children.PATIENCE)
          .until(() -> get("/api/v1/instances/" + instance).at("/containers").isEmpty());
      ask("POST", "/api/v1/containers/long/kill", reason, 409);
      assertThat(get("/api/v1/costs").at("/items/0/container").asText()).isEqualTo("long");
      ask("POST", "/api/v1/instances/" + instance + "/kill", reason, 202);

      serve.destroy();

      listener.next("bye");
    }
    assertThat(serve.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(serve.exitValue()).as(children.said("serve")).isZero();
    String key = Files.readString(folder.resolve("key")).lines().skip(1).findFirst().orElseThrow();
    assertThat(children.said("serve"))
        .contains("an order came over HTTP", "to look at it")
        .doesNotContain(Site.TOKEN, key);
    assertThat(String.join("\n", answers)).doesNotContain(Site.TOKEN, key);
  }

  private int readiness() throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(address.resolve("/health/ready")).build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  @DisplayName("and dispatch run --http shows a run while it lasts")
  void run() throws Exception {
    Path go = folder.resolve("go");
    String command = "until [ -e %s ]; do sleep 0.1; done".formatted(go);
    Files.writeString(
        folder.resolve("job.yaml"),
        Files.readString(folder.resolve("serve.yaml")).replaceFirst("http: .*\n", "")
            + "containers: [{ id: a, command: \"%s\", needs: { vcpus: 1, ram: 64MiB } }]\n"
                .formatted(command));
    Process run = children.start("run", "run", "job.yaml", "-o", "out", "--http", "127.0.0.1:0");
    Path log = folder.resolve("out/dispatch.log");
    await()
        .atMost(Children.PATIENCE)
        .until(() -> Files.exists(log) && ADDRESS.matcher(Files.readString(log)).find());
    Matcher found = ADDRESS.matcher(Files.readString(log));
    assertThat(found.find()).isTrue();
    address = URI.create(found.group(1));
    await().atMost(Children.PATIENCE).until(() -> readiness() == 200);
    await()
        .atMost(Children.PATIENCE)
        .until(() -> get("/api/v1/status").at("/containers/running").asInt() == 1);
    assertThat(get("/api/v1/containers/a").at("/attempts")).hasSize(1);
    Files.createFile(go);
    assertThat(run.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(run.exitValue()).as(children.said("run")).isZero();
  }

  @Test
  @DisplayName("refuses a taken port before anything is started")
  void takenPort() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String there = "127.0.0.1:" + taken.getLocalPort();
      assertThat(children.run(2, "serve", "serve", "--config", "serve.yaml", "--http", there))
          .contains("--http: '" + there + "'; expected");
    }
    assertThat(folder.resolve("work.mv.db")).doesNotExist();
  }
}
