package io.dispatchcloud.queue.jdbc;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The PostgreSQL of Debian's package, in a folder of its own; it ends with this process. */
final class DebianServer {
  private static final Path PLACE = Path.of("/usr/lib/postgresql");
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private DebianServer() {}

  /** Started when it is first asked for. */
  private static final class Holder {
    private static final String URL = start();

    private static String start() {
      try {
        return DebianServer.start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
  }

  static String url() {
    return Holder.URL;
  }

  private static String start() throws IOException, InterruptedException {
    Path programs;
    try (Stream<Path> versions = Files.list(PLACE)) {
      programs = versions.sorted().findFirst().orElseThrow().resolve("bin");
    }
    Path folder = Files.createTempDirectory("postgres");
    if (isRoot()) {
      run(List.of("chown", "postgres:postgres", folder.toString()));
    }
    String data = folder.resolve("data").toString();
    run(
        unprivileged(
            programs.resolve("initdb").toString(), "-D", data, "-A", "trust", "-U", "postgres"));
    int port = unusedPort();
    Process server =
        new ProcessBuilder(
                unprivileged(
                    programs.resolve("postgres").toString(),
                    "-D",
                    data,
                    "-p",
                    Integer.toString(port),
                    "-c",
                    "listen_addresses=127.0.0.1",
                    "-c",
                    "unix_socket_directories=",
                    "-c",
                    "fsync=off"))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(server::destroy));
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    await().atMost(PATIENCE).until(() -> answers(url));
    return url;
  }

  private static boolean answers(String url) {
    try (Connection connection = DriverManager.getConnection(url, "postgres", "")) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  /** It refuses to be root's. */
  private static List<String> unprivileged(String... command) {
    List<String> all = new ArrayList<>();
    if (isRoot()) {
      all.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
    }
    all.addAll(List.of(command));
    return all;
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(Path.of("/").toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException(command + " ended with status " + process.exitValue());
    }
  }
}
