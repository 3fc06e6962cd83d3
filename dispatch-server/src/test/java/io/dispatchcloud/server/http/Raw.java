package io.dispatchcloud.server.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a server answers to bytes that may be no HTTP at all. */
record Raw(int status, List<String> headers, String body) {
  private static final int PATIENCE = 20_000;

  /** Sends bytes, says that no more come, and reads to the end. */
  static Optional<Raw> send(URI where, byte[] bytes) throws IOException {
    try (Socket socket = new Socket(where.getHost(), where.getPort())) {
      socket.setSoTimeout(PATIENCE);
      OutputStream out = socket.getOutputStream();
      try {
        out.write(bytes);
        out.flush();
        socket.shutdownOutput();
      } catch (IOException e) {
        // The server has said all that it has to say, and hung up.
      }
      return parse(read(socket.getInputStream()));
    }
  }

  /** What came, also if the server has hung up while more was sent. */
  private static byte[] read(InputStream in) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] some = new byte[8192];
    try {
      for (int n = in.read(some); n >= 0; n = in.read(some)) {
        all.write(some, 0, n);
        if (all.toString(StandardCharsets.ISO_8859_1).contains("text/event-stream")) {
          // It would go on for ever.
          break;
        }
      }
    } catch (SocketException e) {
      return all.toByteArray();
    }
    return all.toByteArray();
  }

  static Optional<Raw> request(
      URI where, String method, String target, String body, String... headers) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
    List<String> all = new ArrayList<>(List.of(headers));
    if (all.stream().noneMatch(each -> each.startsWith("Host:"))) {
      all.add("Host: " + where.getAuthority());
    }
    if (bytes.length > 0 || method.equals("POST")) {
      all.add("Content-Length: " + bytes.length);
    }
    all.add("Connection: close");
    all.forEach(each -> head.append(each).append("\r\n"));
    head.append("\r\n").append(body);
    return send(where, head.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<Raw> parse(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      return Optional.empty();
    }
    List<String> lines = List.of(text.substring(0, end).split("\r\n"));
    int status = Integer.parseInt(lines.get(0).substring(9, 12));
    return Optional.of(new Raw(status, lines.subList(1, lines.size()), text.substring(end + 4)));
  }

  String header(String name) {
    String start = name.toLowerCase(Locale.ROOT) + ":";
    return headers.stream()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
        .map(line -> line.substring(start.length()).strip())
        .collect(Collectors.joining(", "));
  }
}
