package io.dispatchcloud.server.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Keeps those who have no token from taking all connections: each address has so many, and whoever
 * sends a request byte by byte has so much time for it. Thread-safe.
 */
final class Guests implements Connection.Listener {
  private static final int CHECKS = 4;

  private final Scheduler scheduler;
  private final int most;
  private final Duration patience;
  private final LongSupplier nanoseconds;
  private final Map<InetAddress, Integer> connections = new HashMap<>();
  private final Map<Connection, InetAddress> counted = new HashMap<>();

  /**
   * What a connection had sent when it was last looked at.
   *
   * @param since when bytes were first seen that complete no request; null if there are none
   * @param grown when bytes were last seen to come in
   */
  private record Progress(long bytes, long messages, @Nullable Long since, long grown) {}

  /**
   * Made for one server.
   *
   * @param most how many connections each other machine may have
   * @param patience how long anybody may take to send one request
   * @param nanoseconds tells the time, from any beginning
   */
  Guests(Scheduler scheduler, int most, Duration patience, LongSupplier nanoseconds) {
    this.scheduler = scheduler;
    this.most = most;
    this.patience = patience;
    this.nanoseconds = nanoseconds;
  }

  @Override
  public void onOpened(Connection connection) {
    InetAddress address = address(connection);
    if (!(connection instanceof SslConnection)) {
      later(connection, new Progress(0, 0, null, nanoseconds.getAsLong()));
    }
    // Over TLS there are two, one in the other. People of this machine share one address.
    boolean inner = connection.getEndPoint() instanceof SslConnection.SslEndPoint;
    if (!inner && address != null && !address.isLoopbackAddress() && !enter(connection, address)) {
      connection.getEndPoint().close();
    }
  }

  @Override
  public void onClosed(Connection connection) {
    synchronized (connections) {
      InetAddress address = counted.remove(connection);
      if (address != null) {
        connections.computeIfPresent(address, (any, count) -> count > 1 ? count - 1 : null);
      }
    }
  }

  /** Counts one more; false if it is one too many. */
  private boolean enter(Connection connection, InetAddress address) {
    synchronized (connections) {
      counted.put(connection, address);
      return connections.merge(address, 1, Integer::sum) <= most;
    }
  }

  private static @Nullable InetAddress address(Connection connection) {
    return connection.getEndPoint().getRemoteSocketAddress() instanceof InetSocketAddress remote
        ? remote.getAddress()
        : null;
  }

  private void later(Connection connection, Progress progress) {
    long pause = patience.toNanos() / CHECKS;
    scheduler.schedule(() -> check(connection, progress), pause, TimeUnit.NANOSECONDS);
  }

  /**
   * One that sends nothing is idle, or waits for its answer: that has a limit of its own. To send
   * little by little, with rests between, is no way around this one.
   */
  private void check(Connection connection, Progress before) {
    if (!connection.getEndPoint().isOpen()) {
      return;
    }
    long now = nanoseconds.getAsLong();
    long bytes = connection.getBytesIn();
    long messages = connection.getMessagesIn();
    if (messages != before.messages()) {
      later(connection, new Progress(bytes, messages, null, now));
    } else if (bytes == before.bytes()) {
      later(connection, before);
    } else {
      grown(connection, new Progress(bytes, messages, since(before, now), now));
    }
  }

  /** Since when it is at the request that it sends now. After a long rest that is another one. */
  private long since(Progress before, long now) {
    Long since = before.since();
    return since == null || now - before.grown() > 2 * patience.toNanos() ? now : since;
  }

  private void grown(Connection connection, Progress progress) {
    if (progress.grown() - Objects.requireNonNull(progress.since()) > patience.toNanos()) {
      connection.getEndPoint().close();
    } else {
      later(connection, progress);
    }
  }
}
