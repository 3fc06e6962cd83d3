package io.dispatchcloud.core.network;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A network of this machine's own: hosts in namespaces, each at the far end of a link of its own.
 * Nothing of it leaves the machine, even when a link's route is gone: all that is not a link is a
 * blackhole, and a firewall rule drops and counts what would go out by another way.
 *
 * <p>Its names and addresses are fixed, so only one can be there at a time: another run on this
 * machine waits until it is removed. What a killed run has left is removed first.
 */
final class Network {
  private static final String RANGE = "10.77.0.0/16";
  private static final String TABLE = "dispatch_test";
  private static final int MOST_HOSTS = 9;
  private static final Path LOCK =
      Path.of(System.getProperty("java.io.tmpdir"), "dispatch-test-network.lock");
  private static final Pattern COUNTER = Pattern.compile("counter packets ([0-9]+)");

  private final Path folder;
  private final List<NetworkHost> hosts = new ArrayList<>();
  // Holds the lock for as long as it is open; a killed process holds none.
  private final FileChannel lock;

  Network(Path folder) throws Exception {
    this.folder = folder;
    this.lock = FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean made = false;
    try {
      var unused = lock.lock();
      removeAll();
      Tool.run("ip", "route", "add", "blackhole", RANGE);
      Tool.run("nft", "add", "table", "ip", TABLE);
      Tool.run("nft", "add chain ip " + TABLE + " out { type filter hook output priority 0; }");
      Tool.run(
          "nft",
          "add rule ip %s out ip daddr %s oifname != \"%s*\" oifname != \"lo\" counter drop"
              .formatted(TABLE, RANGE, NetworkHost.LINK));
      made = true;
    } finally {
      if (!made) {
        remove();
      }
    }
  }

  /** Adds a host, which runs nothing yet. */
  synchronized NetworkHost addHost() throws Exception {
    if (hosts.size() == MOST_HOSTS) {
      throw new AssertionError("a test needs no more than " + MOST_HOSTS + " hosts");
    }
    NetworkHost host = new NetworkHost(hosts.size() + 1, folder);
    hosts.add(host);
    host.connect();
    return host;
  }

  /** How many packets to its addresses would have left the machine. */
  long strayPackets() throws Exception {
    Matcher counter = COUNTER.matcher(Tool.run("nft", "list", "table", "ip", TABLE));
    if (!counter.find()) {
      throw new AssertionError("the rule that counts is gone");
    }
    return Long.parseLong(counter.group(1));
  }

  /** Removes it with all that runs there, and lets the next one be made. */
  void remove() throws Exception {
    try {
      removeAll();
    } finally {
      lock.close();
    }
  }

  private static void removeAll() throws Exception {
    for (int number = 1; number <= MOST_HOSTS; number++) {
      NetworkHost.remove(number);
    }
    if (Tool.run("nft", "list", "tables").contains("table ip " + TABLE + "\n")) {
      Tool.run("nft", "delete", "table", "ip", TABLE);
    }
    if (Tool.run("ip", "route", "show", "type", "blackhole").contains(RANGE)) {
      Tool.run("ip", "route", "del", "blackhole", RANGE);
    }
  }
}
