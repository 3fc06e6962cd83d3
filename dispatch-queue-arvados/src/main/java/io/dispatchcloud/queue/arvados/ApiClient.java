package io.dispatchcloud.queue.arvados;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatchcloud.api.config.Quantities;
import io.dispatchcloud.api.meter.Meters;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.OverloadException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests with the token, and turns what comes back into an answer or a typed failure.
 * Follows no redirect, so that the token goes to the configured host alone; no message of a failure
 * has the token, or what could not be read of an answer. Thread-safe.
 */
final class ApiClient implements AutoCloseable {
  /** The largest answer that is taken, in bytes. */
  static final int LARGEST = 64 << 20;

  private final Settings settings;
  private final Meters meters;
  private final InstantSource clock;
  private final Masking masking;
  private final HoldBack holdBack;
  // Let go of when closed: its threads end with it.
  private volatile @Nullable HttpClient client;

  ApiClient(Settings settings, Meters meters, InstantSource clock) {
    this.settings = settings;
    this.meters = meters;
    this.clock = clock;
    this.masking = new Masking(settings.token());
    this.holdBack = new HoldBack(clock);
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.timeout())
            .build();
  }

  /**
   * Begins a call to the store, with the time that all its requests have together.
   *
   * @return sends them, one after the other; throws {@link OverloadException} for 503 and 429
   *     {@link RefusedException} for 403, 404, 409 and 422, {@link BadAnswerException} for what is
   *     not as documented, and {@link ControllerException} for all else, where the request may be
   *     done all the same
   */
  Requests begin() {
    Instant end = clock.instant().plus(settings.timeout());
    return call -> send(call, end);
  }

  private Answer send(Call call, Instant end) throws ControllerException {
    holdBack.check(call);
    Instant began = clock.instant();
    String outcome = "none";
    try {
      HttpResponse<byte[]> response = exchange(call, Duration.between(began, end));
      outcome = String.valueOf(response.statusCode());
      return answer(call, response);
    } finally {
      Duration took = Duration.between(began, clock.instant());
      meters.time(
          "store.requests",
          Map.of("call", call.what(), "outcome", outcome),
          took.isNegative() ? Duration.ZERO : took);
    }
  }

  private HttpRequest request(Call call) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(settings.base() + call.target()))
            .header("Authorization", "Bearer " + settings.token().reveal())
            .header("Accept", "application/json");
    if (call.hasBody()) {
      request.header("Content-Type", "application/x-www-form-urlencoded");
      return request.method(call.method(), BodyPublishers.ofString(call.form())).build();
    }
    return request.GET().build();
  }

  private HttpResponse<byte[]> exchange(Call call, Duration left) throws ControllerException {
    HttpClient open = client;
    if (open == null) {
      throw new ControllerException(call + ": the store is closed");
    }
    if (left.isNegative() || left.isZero()) {
      throw new ControllerException(
          call + ": not sent; what came before it took " + Quantities.format(settings.timeout()));
    }
    CompletableFuture<HttpResponse<byte[]>> pending =
        open.sendAsync(request(call), head -> new BoundedBody(LARGEST));
    try {
      // Not the request's own timeout: that ends when the headers are there.
      return pending.get(left.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      pending.cancel(true);
      throw new ControllerException(
          call
              + ": no whole answer within "
              + Quantities.format(settings.timeout())
              + "; it may be done all the same");
    } catch (InterruptedException e) {
      pending.cancel(true);
      Thread.currentThread().interrupt();
      throw new ControllerException(call + ": interrupted; it may be done all the same");
    } catch (ExecutionException e) {
      // Not as its cause: it may quote what the server sent, and a server can send us our token.
      throw new ControllerException(call + ": " + masking.clean(reasons(e.getCause())));
    }
  }

  /** The messages of a failure and its causes, each once. */
  private static String reasons(@Nullable Throwable failure) {
    Set<String> reasons = new LinkedHashSet<>();
    Throwable each = failure;
    while (each != null && reasons.size() < 5) {
      String message = each.getMessage();
      String name = each.getClass().getSimpleName();
      reasons.add(message == null || message.isBlank() ? name : name + ": " + message);
      each = each.getCause();
    }
    return String.join("; ", reasons);
  }

  private Answer answer(Call call, HttpResponse<byte[]> response) throws ControllerException {
    int status = response.statusCode();
    if (status >= 200 && status < 300) {
      ObjectNode body = Json.object(call.toString(), response.body());
      return new Answer(body, dateOf(response));
    }
    String said = call + ": the server answered " + status + reasonOf(response);
    switch (status) {
      case 403, 404, 409, 422 -> throw new RefusedException(said);
      case 429, 503 -> {
        response.headers().firstValue("Retry-After").ifPresent(holdBack::retryAfter);
        throw new OverloadException(said);
      }
      case 401 ->
          throw new ControllerException(said + "; expected a token that is valid and not expired");
      default ->
          throw new ControllerException(
              status >= 300 && status < 400
                  ? said + ", which is not followed; expected the API's own address as url"
                  : said + "; it may be done all the same");
    }
  }

  private String reasonOf(HttpResponse<byte[]> response) {
    String reason = masking.clean(Json.errors(response.body()));
    return reason.isEmpty() ? "" : " (" + reason + ")";
  }

  private static @Nullable Instant dateOf(HttpResponse<byte[]> response) {
    try {
      return response
          .headers()
          .firstValue("Date")
          .map(text -> DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from))
          .orElse(null);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  @Override
  public void close() {
    client = null;
  }
}
