package io.dispatchcloud.driver.ec2;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;

/**
 * The one pool of HTTP connections of an instance set, and bounds to what comes over them. {@link
 * #close} ends the requests that are in flight and closes all connections. No redirect is followed,
 * nothing is repeated, and there is no thread. Thread-safe.
 */
final class AbortableHttpClient implements SdkHttpClient {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration READ = Duration.ofSeconds(50);

  /** EC2 hangs up on who is silent for longer. */
  private static final Duration KEPT = Duration.ofSeconds(20);

  /** More calls at once than a dispatcher makes. */
  private static final int MOST = 200;

  private static final String ENCODING = "Content-Encoding";
  private static final String PLAIN = "identity";

  // The reaper of idle connections is a thread, and needless: a connection is looked at before it
  // is used again, and there are never more than the most.
  private final SdkHttpClient client =
      Apache5HttpClient.builder()
          .connectionTimeout(CONNECT)
          .socketTimeout(READ)
          .connectionAcquisitionTimeout(READ)
          .connectionMaxIdleTime(KEPT)
          .maxConnections(MOST)
          .useIdleConnectionReaper(false)
          .build();
  private final Set<ExecutableHttpRequest> waiting = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new Tracked(client.prepareRequest(request));
  }

  @Override
  public String clientName() {
    return client.clientName();
  }

  /** Those that wait for an answer are aborted; those that read one lose their connection. */
  @Override
  public void close() {
    closed = true;
    waiting.forEach(ExecutableHttpRequest::abort);
    client.close();
  }

  private final class Tracked implements ExecutableHttpRequest {
    private final ExecutableHttpRequest request;

    Tracked(ExecutableHttpRequest request) {
      this.request = request;
    }

    @Override
    public HttpExecuteResponse call() throws IOException {
      waiting.add(this);
      try {
        // After it was added: so either this sees the close, or the close sees this.
        if (closed) {
          throw new IOException("the connection to the provider was closed");
        }
        return bounded(request.call());
      } finally {
        waiting.remove(this);
      }
    }

    /**
     * What is compressed is refused: nobody asked for it, and a few bytes of it can become more
     * than there is memory for.
     */
    private HttpExecuteResponse bounded(HttpExecuteResponse response) throws UnfitAnswerException {
      SdkHttpResponse head = response.httpResponse();
      String encoding = head.firstMatchingHeader(ENCODING).orElse(PLAIN);
      if (!encoding.strip().equalsIgnoreCase(PLAIN)) {
        request.abort();
        throw new UnfitAnswerException(
            "an answer with status " + head.statusCode() + " is compressed, which none asked for");
      }
      AbortableInputStream body = response.responseBody().orElse(null);
      return HttpExecuteResponse.builder()
          .response(head)
          .responseBody(
              body == null
                  ? null
                  : AbortableInputStream.create(new BoundedBody(body, head.isSuccessful()), body))
          .build();
    }

    @Override
    public void abort() {
      request.abort();
    }
  }
}
