package io.dispatchcloud.test.kit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An HTTP server on loopback that answers whatever it is told to, byte by byte, also what no decent
 * server says: for tests of how a client of a cloud takes it, and of which connections it keeps.
 * Thread-safe.
 */
public final class RawHttpServer implements AutoCloseable {
  private static final Pattern LENGTH = Pattern.compile("content-length: *([0-9]{1,9})\r\n");
  private static final String HEAD_END = "\r\n\r\n";

  /** What is said to a request; the connection stays open for the next one. */
  @FunctionalInterface
  public interface Answer {
    /**
     * Writes it: status line, headers and body. May block.
     *
     * @param request head and body, a char for each byte
     * @param out where to
     * @throws IOException to hang up, or because the client did
     * @throws InterruptedException if the server is closed meanwhile
     */
    void write(String request, OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket server;
  private final Answer answer;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newCachedThreadPool(RawHttpServer::daemon);

  /**
   * Begins to listen.
   *
   * @param answer what is said to each request, on a thread of the connection's own
   * @throws IOException if there is no port to listen on
   */
  public RawHttpServer(Answer answer) throws IOException {
    this.server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    this.answer = answer;
    threads.execute(this::accept);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = Executors.defaultThreadFactory().newThread(work);
    thread.setName("raw-http-server");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Where it is.
   *
   * @return such as {@code http://127.0.0.1:12345}
   */
  public String address() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  /**
   * The requests that came so far.
   *
   * @return head and body of each, a char for each byte, in the order in which they came; a copy
   */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /**
   * How many connections there are now. That the client closed one is seen when its request has
   * been answered.
   *
   * @return those that no side has closed
   */
  public int connections() {
    return open.size();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        open.add(socket);
        threads.execute(() -> serve(socket));
      }
    } catch (IOException e) {
      // Closed: that is how a test ends.
      threads.shutdown();
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      for (String request = read(in); !request.isEmpty(); request = read(in)) {
        requests.add(request);
        answer.write(request, socket.getOutputStream());
        socket.getOutputStream().flush();
      }
    } catch (IOException e) {
      // The client, or the answer, hung up.
      open.remove(socket);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(socket);
    }
  }

  /** Empty when the client has closed the connection. */
  private static String read(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf(HEAD_END, Math.max(0, text.length() - HEAD_END.length())) < 0) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      text.append((char) next);
    }
    Matcher length = LENGTH.matcher(text.toString().toLowerCase(Locale.ROOT));
    if (length.find()) {
      byte[] body = in.readNBytes(Integer.parseInt(length.group(1)));
      text.append(new String(body, StandardCharsets.ISO_8859_1));
    }
    return text.toString();
  }

  /** Closes all connections; answers in the making are interrupted. */
  @Override
  public void close() {
    threads.shutdownNow();
    try {
      server.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
