package io.dispatchcloud.core.network;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A host with an address of its own and a real sshd: a network namespace, and a mount namespace in
 * which one directory is its own. The rest of the file system it shares with the others.
 */
final class NetworkHost {
  /** What the names of the near ends of links begin with. */
  static final String LINK = "dsptest";

  private static final String NAMESPACE = "dispatch-test-";

  private final int number;
  private final Path folder;
  private @Nullable Process sshd;

  NetworkHost(int number, Path folder) {
    this.number = number;
    this.folder = folder;
  }

  /** The directory that is each host's own, though all call it by the same name. */
  static Path own(Path folder) {
    return folder.resolve("own");
  }

  String name() {
    return NAMESPACE + number;
  }

  String address() {
    return "10.77." + number + ".2";
  }

  /** Makes the namespace, and the link to it. The caller has seen to it that nothing gets out. */
  void connect() throws Exception {
    String link = LINK + number;
    Tool.run("ip", "netns", "add", name());
    Tool.run("ip", "link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", name());
    Tool.run("ip", "addr", "add", "10.77." + number + ".1/30", "dev", link);
    Tool.run("ip", "link", "set", link, "up");
    Tool.run("ip", "-n", name(), "addr", "add", address() + "/30", "dev", "eth0");
    Tool.run("ip", "-n", name(), "link", "set", "lo", "up");
    mend();
  }

  /** Takes the link down, at the far end: the route to it stays, and leads nowhere. */
  void cut() throws Exception {
    Tool.run("ip", "-n", name(), "link", "set", "eth0", "down");
  }

  void mend() throws Exception {
    Tool.run("ip", "-n", name(), "link", "set", "eth0", "up");
  }

  /** Starts its sshd, which takes one key. */
  void boot(String authorizedKey) throws Exception {
    Files.createDirectories(Path.of("/run/sshd"));
    Files.createDirectories(own(folder));
    Path home = Files.createDirectories(folder.resolve(name()));
    Path hostKey = folder.resolve(name() + ".key");
    Tool.run("ssh-keygen", "-q", "-N", "", "-t", "ed25519", "-f", hostKey.toString());
    Path keys = Files.writeString(folder.resolve(name() + ".authorized"), authorizedKey + "\n");
    Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-------"));
    Path config =
        Files.writeString(
            folder.resolve(name() + ".config"),
            """
            Port 22
            ListenAddress %s
            HostKey %s
            AuthorizedKeysFile %s
            StrictModes no
            UsePAM no
            PermitRootLogin prohibit-password
            PidFile none
            SetEnv HOME=%s
            """
                // Not root's own home, with whatever its shell finds to do there.
                .formatted(address(), hostKey, keys, own(folder)));
    String script = "mount --bind \"$1\" \"$2\" && exec /usr/sbin/sshd -D -e -f \"$3\"";
    sshd =
        new ProcessBuilder(
                List.of(
                    "ip",
                    "netns",
                    "exec",
                    name(),
                    "sh",
                    "-c",
                    script,
                    "boot",
                    home.toString(),
                    own(folder).toString(),
                    config.toString()))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name() + ".log").toFile())
            .start();
    await().until(this::answers);
  }

  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address(), 22), 1000);
      return true;
    } catch (IOException e) {
      if (!Objects.requireNonNull(sshd).isAlive()) {
        throw new AssertionError("sshd of " + name() + " ended; its log is in " + folder, e);
      }
      return false;
    }
  }

  /** Runs a command there, as the host's own boot would. */
  void run(String command) throws Exception {
    String pid = String.valueOf(Objects.requireNonNull(sshd).pid());
    Tool.run("nsenter", "--target", pid, "--mount", "--net", "sh", "-c", command);
  }

  /** Switches it off: every process is killed, and its address is gone. */
  void destroy() throws Exception {
    remove(number);
  }

  /** Removes a host, if there is one of that number. */
  static void remove(int number) throws Exception {
    String name = NAMESPACE + number;
    if (!Files.exists(Path.of("/run/netns", name))) {
      return;
    }
    await()
        .until(
            () -> {
              // Again, until no process is left that could have been starting one more.
              List<String> pids = Tool.run("ip", "netns", "pids", name).lines().toList();
              for (String pid : pids) {
                ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
              }
              return pids.isEmpty();
            });
    // Not left to the namespace's end, which may be minutes away: half-closed connections hold it.
    if (Files.exists(Path.of("/sys/class/net", LINK + number))) {
      Tool.run("ip", "link", "del", LINK + number);
    }
    Tool.run("ip", "netns", "del", name);
  }
}
