package io.dispatchcloud.core.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stands between a client and a server. Told to be slow, it passes on a few of the server's bytes
 * at a time: all of them, in their order, but late. Told to reset, it ends connections in the
 * middle of what the server says.
 */
final class RoughProxy implements AutoCloseable {
  private static final int BYTES = 512;
  private static final int PAUSE_MILLIS = 100;
  private static final int NEVER = Integer.MAX_VALUE;

  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final int serverPort;
  private volatile boolean slow;
  private volatile int resetAfter = NEVER;

  RoughProxy(int serverPort) throws IOException {
    this.serverPort = serverPort;
    start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  void beSlow() {
    slow = true;
  }

  /** Resets later connections so many bytes after the line that tells the server's version. */
  void resetAfter(int bytes) {
    resetAfter = bytes;
  }

  /** Leaves later connections alone. */
  void heal() {
    resetAfter = NEVER;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        sockets.add(client);
        sockets.add(server);
        int most = resetAfter;
        start(() -> copy(client, server));
        start(() -> copyRoughly(server, client, most));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One of both sides has gone.
    }
  }

  private void copyRoughly(Socket server, Socket client, int most) {
    try (server;
        client) {
      InputStream in = server.getInputStream();
      OutputStream out = client.getOutputStream();
      copyLine(in, out);
      byte[] buffer = new byte[BYTES];
      for (int left = most; left > 0; ) {
        int read = in.read(buffer, 0, Math.min(BYTES, left));
        if (read < 0 || (slow && over.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS))) {
          return;
        }
        out.write(buffer, 0, read);
        left -= most == NEVER ? 0 : read;
      }
      // With this, closing is a reset.
      client.setSoLinger(true, 0);
    } catch (IOException | InterruptedException e) {
      // One of both sides has gone.
    }
  }

  private static void copyLine(InputStream in, OutputStream out) throws IOException {
    for (int read = in.read(); read >= 0; read = in.read()) {
      out.write(read);
      if (read == '\n') {
        return;
      }
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "rough proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    over.countDown();
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
