package io.dispatchcloud.core.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * Stands between a client and a server, and reads no more from the client after so many bytes, as a
 * machine does that froze: its connections stay open, and the client's writes get stuck.
 */
final class FreezingProxy implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final int serverPort;
  private final int freezeAfter;
  private volatile boolean frozen;

  FreezingProxy(int serverPort, int freezeAfter) throws IOException {
    this.serverPort = serverPort;
    this.freezeAfter = freezeAfter;
    // A fixed buffer, so that the kernel does not take the rest of the input in our place.
    listener.setReceiveBufferSize(16 * 1024);
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  boolean isFrozen() {
    return frozen;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
        sockets.add(client);
        sockets.add(server);
        start(() -> copy(client, server, freezeAfter));
        start(() -> copy(server, client, Integer.MAX_VALUE));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private void copy(Socket from, Socket to, int most) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[8192];
      long copied = 0;
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
        copied += read;
        if (copied > most) {
          frozen = true;
          over.await();
        }
      }
    } catch (IOException | InterruptedException e) {
      // One of both sides has gone.
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "proxy");
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
