package io.dispatchcloud.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatchcloud.api.config.Secret;
import io.dispatchcloud.core.Management;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** A server on a free port, and a client of it whose every answer is held against the contract. */
final class Site implements AutoCloseable {
  static final String TOKEN = "a-token-that-nobody-may-see";

  final ManagementServer server;
  final AtomicLong watch = new AtomicLong();
  final CurrentManagement current;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(20)).build();

  /** An answer that is what the contract says. */
  record Reply(int status, String mediaType, HttpResponse<String> whole) {
    String body() {
      return whole.body();
    }

    String header(String name) {
      return whole.headers().firstValue(name).orElse("");
    }

    JsonNode json() throws IOException {
      return Contract.MAPPER.readTree(body());
    }

    /** What a pointer leads to, as text. */
    String at(String pointer) throws IOException {
      return json().at(pointer).asText();
    }
  }

  Site(Management management) throws IOException {
    this(CurrentManagement.of(management), UnaryOperator.identity());
  }

  Site(CurrentManagement current, UnaryOperator<ManagementServerBuilder> more) throws IOException {
    this(HttpSettings.of("127.0.0.1:0", Secret.of(TOKEN), null), current, more);
  }

  Site(
      HttpSettings settings, CurrentManagement current, UnaryOperator<ManagementServerBuilder> more)
      throws IOException {
    this.current = current;
    ManagementServerBuilder builder =
        ManagementServer.builder(settings, current).watch(watch::get).rate(1000, 100_000);
    server = more.apply(builder).build();
    server.start();
  }

  URI uri(String target) {
    return server.uri().resolve(target);
  }

  HttpRequest.Builder request(String target) {
    return HttpRequest.newBuilder(uri(target))
        .timeout(Duration.ofSeconds(60))
        .header("Authorization", "Bearer " + TOKEN);
  }

  Reply get(String target) throws IOException, InterruptedException {
    return send(request(target).GET().build());
  }

  Reply post(String target, String body) throws IOException, InterruptedException {
    return send(
        request(target)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  Reply send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> got = client.send(request, HttpResponse.BodyHandlers.ofString());
    String mediaType = got.headers().firstValue("Content-Type").orElse("");
    String path = request.uri().getRawPath();
    Contract.check(request.method(), path, got.statusCode(), mediaType, got.body());
    return new Reply(got.statusCode(), mediaType, got);
  }

  @Override
  public void close() {
    server.close();
  }
}
