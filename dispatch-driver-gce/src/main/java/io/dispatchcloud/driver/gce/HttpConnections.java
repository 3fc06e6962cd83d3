package io.dispatchcloud.driver.gce;

import java.util.concurrent.TimeUnit;
import org.apache.http.config.MessageConstraints;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.socket.PlainConnectionSocketFactory;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClientBuilder;
import org.apache.http.impl.conn.DefaultManagedHttpClientConnection;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;

/** The one pool of HTTP connections of an instance set. Closing it cuts what is in use. */
final class HttpConnections implements AutoCloseable {
  /** More calls at once than a dispatcher makes. */
  private static final int MOST = 200;

  private static final int IDLE_MILLIS = 500;
  private static final int KEPT_SECONDS = 60;

  /** More than Google or any proxy on the way says, and little enough to keep in memory. */
  private static final MessageConstraints HEAD =
      MessageConstraints.custom().setMaxHeaderCount(200).setMaxLineLength(16_384).build();

  private final PoolingHttpClientConnectionManager pool;
  private final CloseableHttpClient client;

  HttpConnections() {
    this.pool = pool();
    // Nothing is repeated here: the dispatcher does that, and knows what is safe to repeat.
    this.client =
        HttpClientBuilder.create()
            .setConnectionManager(pool)
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableAuthCaching()
            .setUserAgent("dispatch-driver-gce (gzip)")
            .useSystemProperties()
            .build();
  }

  private static PoolingHttpClientConnectionManager pool() {
    // The connections that it makes of itself write whole requests into the log, at debug, and
    // those hold instances' secrets. This kind has no log.
    PoolingHttpClientConnectionManager pool =
        new PoolingHttpClientConnectionManager(
            RegistryBuilder.<ConnectionSocketFactory>create()
                .register("http", PlainConnectionSocketFactory.getSocketFactory())
                .register("https", SSLConnectionSocketFactory.getSystemSocketFactory())
                .build(),
            (route, config) ->
                new DefaultManagedHttpClientConnection(
                    "gce",
                    config.getBufferSize(),
                    config.getBufferSize(),
                    null,
                    null,
                    HEAD,
                    null,
                    null,
                    null,
                    null),
            null,
            null,
            KEPT_SECONDS,
            TimeUnit.SECONDS);
    pool.setMaxTotal(MOST);
    pool.setDefaultMaxPerRoute(MOST);
    pool.setValidateAfterInactivity(IDLE_MILLIS);
    return pool;
  }

  CloseableHttpClient client() {
    return client;
  }

  @Override
  public void close() {
    pool.shutdown();
  }
}
