package io.dispatchcloud.driver.gce;

import com.google.api.gax.httpjson.ApiMethodDescriptor;
import com.google.api.gax.httpjson.HttpJsonCallOptions;
import com.google.api.gax.httpjson.HttpJsonChannel;
import com.google.api.gax.httpjson.HttpJsonClientCall;
import com.google.api.gax.httpjson.HttpJsonMetadata;
import com.google.api.gax.httpjson.HttpRequestFormatter;
import com.google.api.gax.httpjson.RestSerializationException;
import com.google.auth.Credentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.http.Header;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpUriRequest;
import org.apache.http.client.methods.RequestBuilder;
import org.apache.http.client.utils.URIBuilder;
import org.apache.http.entity.ContentType;
import org.apache.http.entity.StringEntity;
import org.apache.http.impl.client.CloseableHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * What carries one call of Google's client: a request, an answer, once. The client writes the one
 * and reads the other; what is between is done here, because the client's own channel can't cut off
 * a call that hangs, and writes requests, which hold secrets, into a log if asked to.
 */
final class RestExchange implements HttpJsonChannel {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  private final CloseableHttpClient http;
  private final String endpoint;
  private final @Nullable Credentials credentials;
  private final Duration limit;
  private boolean cut;
  private @Nullable HttpUriRequest running;

  /**
   * Made without connecting.
   *
   * @param http what to send it with
   * @param endpoint scheme, host and port
   * @param credentials who we are; null for nobody
   * @param limit how long any part of it may take
   */
  RestExchange(
      CloseableHttpClient http,
      String endpoint,
      @Nullable Credentials credentials,
      Duration limit) {
    this.http = http;
    this.endpoint = endpoint;
    this.credentials = credentials;
    this.limit = limit;
  }

  /** Ends it, wherever it is; what waits for its answer fails. Does nothing to one that ended. */
  synchronized void cut() {
    cut = true;
    if (running != null) {
      running.abort();
    }
  }

  private synchronized void begin(HttpUriRequest request) throws IOException {
    if (cut) {
      throw new IOException("cut off");
    }
    running = request;
  }

  @Override
  public <Q, R> HttpJsonClientCall<Q, R> newCall(
      ApiMethodDescriptor<Q, R> method, HttpJsonCallOptions options) {
    return new Call<>(method);
  }

  /** The exchange as Google's client drives it: on one thread, and it returns when all is done. */
  private final class Call<Q, R> extends HttpJsonClientCall<Q, R> {
    private final ApiMethodDescriptor<Q, R> method;
    private @Nullable Listener<R> listener;
    private @Nullable HttpJsonMetadata headers;

    Call(ApiMethodDescriptor<Q, R> method) {
      this.method = method;
    }

    @Override
    public void start(Listener<R> responseListener, HttpJsonMetadata requestHeaders) {
      listener = responseListener;
      headers = requestHeaders;
    }

    @Override
    public void sendMessage(Q message) {
      R answer = exchange(method, message);
      if (listener != null && headers != null) {
        listener.onMessage(answer);
        // Nobody reads the headers of a success, and others can't be made from outside.
        listener.onClose(200, headers);
      }
    }

    @Override
    public void request(int numMessages) {}

    @Override
    public void halfClose() {}

    @Override
    public void cancel(@Nullable String message, @Nullable Throwable cause) {}
  }

  private <Q, R> R exchange(ApiMethodDescriptor<Q, R> method, Q message) {
    try {
      HttpUriRequest request = request(method, message);
      begin(request);
      try (CloseableHttpResponse response = http.execute(request)) {
        int status = response.getStatusLine().getStatusCode();
        if (status / 100 != 2) {
          byte[] body = AnswerBody.ofFailure(response.getEntity());
          throw new RestFailure(fault(status, body, response.getFirstHeader("Retry-After")));
        }
        byte[] body = AnswerBody.ofSuccess(response.getEntity());
        R answer = method.getResponseParser().parse(new ByteArrayInputStream(body));
        if (!ListingShape.fits(answer, body)) {
          throw new RestFailure(Fault.withoutAnswer("the answer is no listing"));
        }
        return answer;
      }
    } catch (RestSerializationException e) {
      // What the parser says may quote from the answer, and listings hold secrets.
      throw new RestFailure(Fault.withoutAnswer("the answer can't be read"));
    } catch (IOException | IllegalStateException | URISyntaxException e) {
      throw new RestFailure(Fault.withoutAnswer("no answer: " + e));
    }
  }

  private static Fault fault(int status, byte[] body, @Nullable Header retryAfter) {
    return FaultReader.ofAnswer(
        status,
        new String(body, StandardCharsets.UTF_8),
        retryAfter == null ? null : retryAfter.getValue());
  }

  private <Q> HttpUriRequest request(ApiMethodDescriptor<Q, ?> method, Q message)
      throws IOException, URISyntaxException {
    HttpRequestFormatter<Q> formatter = method.getRequestFormatter();
    String path = formatter.getPath(message);
    URIBuilder uri = new URIBuilder(endpoint + (path.startsWith("/") ? "" : "/") + path);
    formatter
        .getQueryParamNames(message)
        .forEach((name, values) -> values.forEach(value -> uri.addParameter(name, value)));
    String verb = method.getHttpMethod();
    RequestBuilder request =
        RequestBuilder.create(verb)
            .setUri(uri.build())
            .setConfig(config())
            .setHeader("Accept", "application/json");
    String body = formatter.getRequestBody(message);
    if (body != null && !body.isEmpty()) {
      request.setEntity(new StringEntity(body, ContentType.APPLICATION_JSON));
    } else if (verb.equals("POST")) {
      // Without any a POST has no length, which Google's servers refuse.
      request.setEntity(new StringEntity("", ContentType.APPLICATION_JSON));
    }
    authenticate(request, uri.build());
    return request.build();
  }

  private void authenticate(RequestBuilder request, URI uri) throws IOException {
    if (credentials != null) {
      for (Map.Entry<String, List<String>> each : credentials.getRequestMetadata(uri).entrySet()) {
        each.getValue().forEach(value -> request.addHeader(each.getKey(), value));
      }
    }
  }

  private RequestConfig config() {
    int millis = Math.toIntExact(limit.toMillis());
    return RequestConfig.custom()
        .setConnectTimeout((int) Math.min(millis, CONNECT.toMillis()))
        .setConnectionRequestTimeout(millis)
        .setSocketTimeout(millis)
        .build();
  }
}
