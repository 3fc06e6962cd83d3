package io.dispatchcloud.driver.ec2;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/**
 * The JDK's HTTP client, with one thing more: {@link #close} ends the requests that are in flight,
 * which would else go on until they time out. Thread-safe.
 */
final class AbortableHttpClient implements SdkHttpClient {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration READ = Duration.ofSeconds(50);

  private final SdkHttpClient client =
      UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(READ).build();
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

  /**
   * Aborts those that wait for an answer. Those that read one fail with their next read: to close
   * the stream under a reader would wait for the reader.
   */
  @Override
  public void close() {
    closed = true;
    waiting.forEach(ExecutableHttpRequest::abort);
    client.close();
  }

  private void checkOpen() throws IOException {
    if (closed) {
      throw new IOException("the connection to the provider was closed");
    }
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
        checkOpen();
        HttpExecuteResponse response = request.call();
        return HttpExecuteResponse.builder()
            .response(response.httpResponse())
            .responseBody(response.responseBody().map(this::checked).orElse(null))
            .build();
      } finally {
        waiting.remove(this);
      }
    }

    @Override
    public void abort() {
      request.abort();
    }

    private AbortableInputStream checked(AbortableInputStream body) {
      return AbortableInputStream.create(new Checked(body), body);
    }
  }

  private final class Checked extends FilterInputStream {
    Checked(InputStream body) {
      super(body);
    }

    @Override
    public int read() throws IOException {
      checkOpen();
      return super.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      checkOpen();
      return super.read(into, offset, length);
    }
  }
}
