package io.dispatchcloud.server.remote;

import io.dispatchcloud.api.config.Secret;
import io.dispatchcloud.server.remote.ServerException.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Sends requests, and says what is wrong where none is answered. Every wait is bounded. */
final class HttpCaller {
  private static final Duration TO_CONNECT = Duration.ofSeconds(5);
  // A dispatcher lets people wait a minute for its own thread.
  private static final Duration TO_ANSWER = Duration.ofSeconds(70);
  private static final int TOO_MANY = 429;
  private static final int TRIES = 5;
  private static final long LONGEST_PAUSE_SECONDS = 5;

  private final URI server;
  private final Secret token;
  private final HttpClient client;
  private final CountDownLatch never = new CountDownLatch(1);

  HttpCaller(URI server, Secret token, @Nullable SSLContext trust) {
    this.server = server;
    this.token = token;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(TO_CONNECT);
    if (trust != null) {
      builder.sslContext(trust);
    }
    this.client = builder.build();
  }

  HttpResponse<String> get(Request request) throws ServerException, InterruptedException {
    return send(builder(request).GET().build());
  }

  HttpResponse<String> post(Request request, String json)
      throws ServerException, InterruptedException {
    return send(
        builder(request)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build());
  }

  private HttpRequest.Builder builder(Request request) {
    return HttpRequest.newBuilder(URI.create(server + request.target()))
        .timeout(TO_ANSWER)
        .header("Accept", "application/json")
        .header("Authorization", "Bearer " + token.reveal());
  }

  /** Sends it; one that is too many for now is sent again. */
  private HttpResponse<String> send(HttpRequest request)
      throws ServerException, InterruptedException {
    HttpResponse<String> response = once(request);
    for (int i = 1; i < TRIES && response.statusCode() == TOO_MANY; i++) {
      if (never.await(pause(response), TimeUnit.SECONDS)) {
        break;
      }
      response = once(request);
    }
    return response;
  }

  private static long pause(HttpResponse<String> response) {
    String after = response.headers().firstValue("Retry-After").orElse("1");
    return after.matches("[0-9]{1,4}")
        ? Math.min(LONGEST_PAUSE_SECONDS, Math.max(1, Long.parseLong(after)))
        : 1;
  }

  private HttpResponse<String> once(HttpRequest request)
      throws ServerException, InterruptedException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new ServerException(Kind.UNREACHABLE, why(e));
    }
  }

  private String why(IOException e) {
    if (e instanceof HttpConnectTimeoutException) {
      return server + " does not answer within " + TO_CONNECT.toSeconds() + " s; " + wayOut();
    }
    if (e instanceof HttpTimeoutException) {
      return server + " took the request and did not answer within " + TO_ANSWER.toSeconds() + " s";
    }
    if (e instanceof ConnectException) {
      String message = e.getMessage();
      return "nobody answers at "
          + server
          + (message == null ? "" : " (" + message + ")")
          + "; "
          + wayOut();
    }
    if (e instanceof SSLException) {
      return server
          + " can't be trusted: "
          + e.getMessage()
          + "; give the certificate of its authority, or its own, by --ca FILE, and name the host as"
          + " the certificate does";
    }
    return server + " can't be asked: " + (e.getMessage() == null ? e : e.getMessage());
  }

  private static String wayOut() {
    return "start a dispatcher with --http HOST:PORT, and say where by --server or"
        + " DISPATCH_MANAGEMENT_URL";
  }
}
