package io.dispatchcloud.server.http;

import io.dispatchcloud.api.meter.Meters;
import io.dispatchcloud.server.metrics.PrometheusMetrics;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The management interface of a command, from before anything else is started until all else has
 * ended. Nothing at all, where nobody wants one. Thread-safe.
 */
public final class ManagementDesk implements AutoCloseable {
  private final CurrentManagement current = new CurrentManagement();
  private final StoreArchive archive = new StoreArchive();
  private final @Nullable PrometheusMetrics metrics;
  private final @Nullable ManagementServer server;

  private ManagementDesk(Optional<HttpSettings> settings) throws IOException {
    // Nobody could read them where there is no server.
    metrics = settings.isPresent() ? new PrometheusMetrics() : null;
    server = settings.isPresent() ? server(settings.get()) : null;
  }

  private ManagementServer server(HttpSettings settings) throws IOException {
    ManagementServerBuilder builder = ManagementServer.builder(settings, current).archive(archive);
    if (metrics != null) {
      builder.metrics(metrics::scrape);
    }
    return builder.build();
  }

  /**
   * Opens it.
   *
   * @param settings where it is reached; empty for nowhere
   * @return an open one, which is the caller's to close
   * @throws IOException if that can't be: files are not what they should be, or the address is
   *     taken; says so
   */
  public static ManagementDesk open(Optional<HttpSettings> settings) throws IOException {
    ManagementDesk desk = new ManagementDesk(settings);
    if (desk.server != null) {
      desk.server.start();
    }
    return desk;
  }

  /**
   * One where nobody comes.
   *
   * @return it needs no closing
   */
  public static ManagementDesk closed() {
    try {
      return new ManagementDesk(Optional.empty());
    } catch (IOException e) {
      throw new IllegalStateException("nothing to open", e);
    }
  }

  /**
   * Where dispatchers count.
   *
   * @return what {@code /metrics} tells of; forgets everything where nobody can ask
   */
  public Meters meters() {
    return metrics == null ? Meters.none() : metrics.meters();
  }

  /**
   * What it shows.
   *
   * @return to be told of each dispatcher
   */
  public CurrentManagement current() {
    return current;
  }

  /**
   * Where it looks containers up that have ended.
   *
   * @return to be told of the store, and when that closes
   */
  public StoreArchive archive() {
    return archive;
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
    if (metrics != null) {
      metrics.close();
    }
  }
}
