package io.dispatchcloud.core.ssh;

import com.jcraft.jsch.SocketFactory;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The TCP connection below an SSH session, and the one place where its end is known. The library
 * can be stuck in its own locks, but never holds up {@link #end}: closing the socket frees every
 * thread that is stuck on it.
 */
final class Link implements SocketFactory {
  private final Deadline connectDeadline;
  private final AtomicReference<@Nullable String> endReason = new AtomicReference<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Set<Runnable> listeners = ConcurrentHashMap.newKeySet();
  private final Object socketLock = new Object();
  private @Nullable Socket socket;
  private volatile boolean established;

  /**
   * Made before connecting.
   *
   * @param connectDeadline when to give up before {@link #establish} was called
   */
  Link(Deadline connectDeadline) {
    this.connectDeadline = connectDeadline;
  }

  /** Says that the login is done: from here on only a dead peer ends it. */
  void establish() {
    established = true;
  }

  /** Ends it, once: closes the socket and tells the listeners. Never blocks. */
  void end(String reason) {
    if (!endReason.compareAndSet(null, reason)) {
      return;
    }
    synchronized (socketLock) {
      closeQuietly(socket);
    }
    ended.countDown();
    listeners.forEach(Runnable::run);
  }

  boolean isEnded() {
    return endReason.get() != null;
  }

  /** Why it ended; only once it has. */
  String endReason() {
    String reason = endReason.get();
    return reason == null ? "not ended" : reason;
  }

  /** Waits until it ends or the time is over. */
  void awaitEnd(long nanos) throws InterruptedException {
    boolean unused = ended.await(nanos, TimeUnit.NANOSECONDS);
  }

  /** Has something run at its end: at once if that has been. */
  void onEnd(Runnable listener) {
    listeners.add(listener);
    if (isEnded()) {
      listener.run();
    }
  }

  void remove(Runnable listener) {
    listeners.remove(listener);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    IOException failure = new SocketException("no address");
    for (InetAddress address : InetAddress.getAllByName(host)) {
      Socket attempt = new Socket();
      keep(attempt);
      try {
        attempt.setTcpNoDelay(true);
        attempt.connect(new InetSocketAddress(address, port), connectDeadline.millis());
        return attempt;
      } catch (IOException e) {
        closeQuietly(attempt);
        failure = e;
      }
      if (connectDeadline.over()) {
        break;
      }
    }
    throw failure;
  }

  private void keep(Socket attempt) throws SocketException {
    synchronized (socketLock) {
      if (isEnded()) {
        throw new SocketException(endReason());
      }
      socket = attempt;
    }
  }

  @Override
  public InputStream getInputStream(Socket connected) throws IOException {
    return new Input(connected);
  }

  @Override
  public OutputStream getOutputStream(Socket connected) throws IOException {
    return connected.getOutputStream();
  }

  private static void closeQuietly(@Nullable Socket socket) {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      // It is gone either way.
    }
  }

  /** Ends a handshake in time even if the server sends a byte at a time. */
  private final class Input extends FilterInputStream {
    private final Socket connected;

    Input(Socket connected) throws IOException {
      super(connected.getInputStream());
      this.connected = connected;
    }

    @Override
    public int read() throws IOException {
      checkTime();
      return super.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      checkTime();
      return super.read(bytes, offset, length);
    }

    private void checkTime() throws IOException {
      if (established) {
        return;
      }
      if (connectDeadline.over()) {
        throw new SocketTimeoutException("the time to connect is over");
      }
      connected.setSoTimeout(connectDeadline.millis());
    }
  }
}
