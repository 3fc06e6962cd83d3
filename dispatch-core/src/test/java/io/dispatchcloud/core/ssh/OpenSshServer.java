package io.dispatchcloud.core.ssh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A real sshd of this machine on a free loopback port, with keys of its own. */
final class OpenSshServer implements AutoCloseable {
  private static final Path SSHD = Path.of("/usr/sbin/sshd");

  private final Path folder;
  private final int port;
  private Process process;

  OpenSshServer(Path folder, List<String> authorized, String... options) throws Exception {
    this.folder = folder;
    if (!Files.isExecutable(SSHD)) {
      throw new AssertionError(SSHD + " is missing: install openssh-server");
    }
    Files.createDirectories(Path.of("/run/sshd"));
    keygen("-t", "ed25519", "-f", folder.resolve("host").toString());
    Path keys = Files.write(folder.resolve("authorized"), authorized);
    Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-------"));
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path config = folder.resolve("sshd_config");
    Files.writeString(
        config,
        """
        Port %d
        ListenAddress 127.0.0.1
        HostKey %s
        AuthorizedKeysFile %s
        StrictModes no
        UsePAM no
        PermitRootLogin prohibit-password
        PidFile none
        MaxStartups 100
        SetEnv HOME=%s
        %s
        """
            // Not the user's own home, with whatever a shell finds to do there.
            .formatted(
                port, folder.resolve("host"), keys, folder, String.join("\n", List.of(options))));
    process = run();
  }

  private Process run() throws IOException {
    return new ProcessBuilder(
            SSHD.toString(), "-D", "-e", "-f", folder.resolve("sshd_config").toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("sshd.log").toFile()))
        .start();
  }

  /** Stops it with all its connections, and starts it on the same port. */
  void restart(boolean withAnotherHostKey) throws Exception {
    close();
    if (withAnotherHostKey) {
      Files.delete(folder.resolve("host"));
      keygen("-t", "ed25519", "-f", folder.resolve("host").toString());
    }
    process = run();
    await().until(this::answers);
  }

  /** Makes a key pair with ssh-keygen, without a passphrase. */
  static void keygen(String... options) throws Exception {
    ArrayList<String> line = new ArrayList<>(List.of("ssh-keygen", "-q"));
    line.addAll(List.of("-N", ""));
    line.addAll(List.of(options));
    Process keygen = new ProcessBuilder(line).redirectErrorStream(true).start();
    String said = new String(keygen.getInputStream().readAllBytes(), UTF_8);
    if (keygen.waitFor() != 0) {
      throw new AssertionError(line + ": " + said);
    }
  }

  int port() {
    return port;
  }

  /** Whether it takes connections. */
  boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException e) {
      if (!process.isAlive()) {
        throw new AssertionError("sshd: " + log(), e);
      }
      return false;
    }
  }

  /** The processes that serve the connections there are. */
  List<ProcessHandle> connections() {
    return process.descendants().filter(this::isSshd).collect(Collectors.toList());
  }

  /** Sends a signal to all processes that serve connections. */
  void signalConnections(String signal) throws Exception {
    for (ProcessHandle connection : connections()) {
      new ProcessBuilder("kill", "-" + signal, String.valueOf(connection.pid())).start().waitFor();
    }
  }

  private boolean isSshd(ProcessHandle handle) {
    Optional<String> command = handle.info().command();
    return command.isPresent() && command.get().endsWith("sshd");
  }

  /** All that it has said. */
  String log() {
    try {
      return Files.readString(folder.resolve("sshd.log"));
    } catch (IOException e) {
      return String.valueOf(e);
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroy();
    process.onExit().join();
  }
}
