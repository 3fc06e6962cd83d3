package io.dispatchcloud.server.http;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The management interface of a command, from before anything else is started until all else has
 * ended. Nothing at all, where nobody wants one. Thread-safe.
 */
public final class ManagementDesk implements AutoCloseable {
  private final CurrentManagement current = new CurrentManagement();
  private final StoreArchive archive = new StoreArchive();
  private final @Nullable ManagementServer server;

  private ManagementDesk(Optional<HttpSettings> settings, @Nullable Supplier<String> metrics)
      throws IOException {
    server = settings.isPresent() ? server(settings.get(), metrics) : null;
  }

  private ManagementServer server(HttpSettings settings, @Nullable Supplier<String> metrics)
      throws IOException {
    ManagementServerBuilder builder = ManagementServer.builder(settings, current).archive(archive);
    if (metrics != null) {
      builder.metrics(metrics);
    }
    return builder.build();
  }

  /**
   * Opens it.
   *
   * @param settings where it is reached; empty for nowhere
   * @param metrics what {@code /metrics} says; null for nothing
   * @return an open one, which is the caller's to close
   * @throws IOException if that can't be: files are not what they should be, or the address is
   *     taken; says so
   */
  public static ManagementDesk open(
      Optional<HttpSettings> settings, @Nullable Supplier<String> metrics) throws IOException {
    ManagementDesk desk = new ManagementDesk(settings, metrics);
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
      return new ManagementDesk(Optional.empty(), null);
    } catch (IOException e) {
      throw new IllegalStateException("nothing to open", e);
    }
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
  }
}
