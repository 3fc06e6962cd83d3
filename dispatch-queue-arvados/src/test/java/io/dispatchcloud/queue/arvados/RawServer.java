package io.dispatchcloud.queue.arvados;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Answers each connection's first request with the bytes that a test thought of, and hangs up. */
final class RawServer implements AutoCloseable {
  private final ServerSocket socket;
  private final Thread thread;
  private volatile String answer;

  RawServer(String answer) throws IOException {
    this.answer = answer;
    socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    thread = new Thread(this::serve, "raw-server");
    thread.setDaemon(true);
    thread.start();
  }

  /** An answer about the token, with a Date header, or without one. */
  static String token(String date) {
    String body = "{\"uuid\":\"" + FakeArvados.TOKEN_UUID + "\"}";
    return "HTTP/1.1 200 OK\r\n"
        + (date.isEmpty() ? "" : "Date: " + date + "\r\n")
        + ("Content-Length: " + body.length() + "\r\nConnection: close\r\n\r\n")
        + body;
  }

  String url() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  void answer(String value) {
    answer = value;
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        // All of the request's head, so that closing resets nothing that was not read.
        int newlines = 0;
        while (newlines < 2) {
          int read = client.getInputStream().read();
          newlines = read == '\n' ? newlines + 1 : read == '\r' ? newlines : read < 0 ? 2 : 0;
        }
        client.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // The client went away, or the test is over.
        if (socket.isClosed()) {
          return;
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
    thread.interrupt();
  }
}
