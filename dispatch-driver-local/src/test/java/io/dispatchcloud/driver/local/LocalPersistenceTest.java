package io.dispatchcloud.driver.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.executor.HostKey;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LocalPersistenceTest {
  /** How a runner starts a container: in a session of its own, with nothing of the channel. */
  private static final String DETACH =
      "setsid sh -c 'echo $$ > pid; exec sleep 300' </dev/null >/dev/null 2>&1 &";

  private Machine machine;

  @BeforeEach
  void start() throws Exception {
    machine = new Machine();
  }

  @AfterEach
  void end() throws Exception {
    machine.close();
  }

  private static HostKey hostKey(Instance instance) throws Exception {
    try (Client client = Client.connect(instance)) {
      return client.hostKey();
    }
  }

  @Test
  @DisplayName("LOCAL-1 a set that is opened again serves its instances as they were")
  void reopened() throws Exception {
    InstanceSet set = machine.open();
    Instance one = set.create(Machine.request());
    Instance two = set.create(Machine.request());
    Map<String, String> tags = Map.of("plain", "value", "odd key: = #", "ü\n\\ \u0000 x");
    one.setTags(tags);
    List<HostKey> keys = List.of(hostKey(one), hostKey(two));
    set.close();

    InstanceSet again = machine.open();
    Map<String, Instance> found = new java.util.HashMap<>();
    again.instances(Map.of()).forEach(each -> found.put(each.id().value(), each));
    assertThat(found).containsOnlyKeys(one.id().value(), two.id().value());
    Instance oneAgain = found.get(one.id().value());
    Instance twoAgain = found.get(two.id().value());
    assertThat(oneAgain.address()).isEqualTo(one.address());
    assertThat(twoAgain.address()).isEqualTo(two.address());
    assertThat(oneAgain.tags()).isEqualTo(tags);
    assertThat(twoAgain.tags()).isEqualTo(Map.of("InstanceSetID", "set"));
    assertThat(oneAgain.providerType()).isEqualTo("local.small");
    assertThat(List.of(hostKey(oneAgain), hostKey(twoAgain))).isEqualTo(keys);
  }

  @Test
  @DisplayName("POOL-22 what detached itself outlives the channel, the connection and close")
  void detached() throws Exception {
    InstanceSet set = machine.open();
    Instance instance = set.create(Machine.request());
    ProcessHandle process;
    try (Client client = Client.connect(instance)) {
      assertThat(client.run(DETACH).status()).isZero();
      process = Machine.process(machine.home(instance).resolve("pid"));
    }
    set.close();
    assertThat(ProcessStat.isGone(process)).isFalse();
    Instance again = machine.open().instances(Map.of()).get(0);
    try (Client client = Client.connect(again)) {
      assertThat(client.run("kill -0 $(cat pid)").status()).isZero();
    }
    again.destroy();
    assertThat(ProcessStat.isGone(process)).isTrue();
  }

  @Test
  @DisplayName("LOCAL-1 an instance whose port was taken meanwhile gets another, and keeps that")
  void portTaken() throws Exception {
    InstanceSet set = machine.open();
    Instance instance = set.create(Machine.request());
    String before = instance.address().orElseThrow();
    set.close();
    String moved;
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    try (ServerSocket taken =
        new ServerSocket(Integer.parseInt(before.substring(10)), 1, loopback)) {
      InstanceSet second = machine.open();
      Instance displaced = second.instances(Map.of()).get(0);
      moved = displaced.address().orElseThrow();
      assertThat(moved).isNotEqualTo(before).isNotEqualTo("127.0.0.1:" + 0);
      assertThat(taken.isBound()).isTrue();
      try (Client client = Client.connect(displaced)) {
        assertThat(client.run("echo in").text()).isEqualTo("in\n");
      }
      second.close();
    }
    assertThat(machine.open().instances(Map.of()).get(0).address()).contains(moved);
  }

  @Test
  @DisplayName("LOCAL-1 a half-made instance is cleaned up, with what its init command started")
  void halfMade() throws Exception {
    InstanceSet set = machine.open();
    Instance instance = set.create(Machine.request());
    try (Client client = Client.connect(instance)) {
      client.run(DETACH);
    }
    ProcessHandle process = Machine.process(machine.home(instance).resolve("pid"));
    set.close();
    Path directory = machine.home(instance).getParent();
    Files.delete(directory.resolve("instance.properties"));
    assertThat(machine.open().instances(Map.of())).isEmpty();
    assertThat(directory).doesNotExist();
    assertThat(ProcessStat.isGone(process)).isTrue();
  }

  @Test
  @DisplayName("SET-5 what is not an instance of this set is never touched")
  void foreign() throws Exception {
    InstanceSet other = machine.open("other", Map.of());
    Instance foreign = other.create(Machine.request());
    Path stranger = Files.createDirectories(machine.directory().resolve("set/precious/data"));
    Path file = Files.writeString(machine.directory().resolve("set/local-notes"), "mine");
    InstanceSet set = machine.open();
    Instance own = set.create(Machine.request());
    assertThat(set.instances(Map.of())).containsExactly(own);
    own.destroy();
    set.close();
    assertThat(machine.open().instances(Map.of())).isEmpty();
    assertThat(stranger).exists();
    assertThat(file).exists();
    assertThat(machine.home("other", foreign)).exists();
    try (Client client = Client.connect(foreign)) {
      assertThat(client.run("echo on").text()).isEqualTo("on\n");
    }
  }

  @Test
  @DisplayName("POOL-22 a set is open once: the second fails, and says what to do")
  void locked() throws Exception {
    InstanceSet set = machine.open();
    Instance instance = set.create(Machine.request());
    assertThatThrownBy(machine::open)
        .isInstanceOf(CloudException.class)
        .hasMessageContaining(machine.directory().resolve("set").toString())
        .hasMessageContaining("choose another instance set id or directory");
    assertThat(set.instances(Map.of())).containsExactly(instance);
    set.close();
    set.close();
    assertThat(machine.open().instances(Map.of())).hasSize(1);
  }

  @Test
  @DisplayName("LOCAL-1 keys, tags and directories are this user's alone")
  void modes() throws Exception {
    Instance instance = machine.open().create(Machine.request());
    Path directory = machine.home(instance).getParent();
    for (String name : List.of("host_key", "instance.properties", "../lock")) {
      assertThat(mode(directory.resolve(name))).as(name).isEqualTo("rw-------");
    }
    for (String name : List.of("", "home", "..")) {
      assertThat(mode(directory.resolve(name))).as(name).isEqualTo("rwx------");
    }
  }

  private static String mode(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  @DisplayName("LOCAL-1 a damaged record is named, with its directory")
  void damaged() throws Exception {
    InstanceSet set = machine.open();
    Instance instance = set.create(Machine.request());
    set.close();
    Path record = machine.home(instance).resolveSibling("instance.properties");
    String before = Files.readString(record);
    Files.writeString(record, "port=nonsense");
    assertThatThrownBy(machine::open)
        .isInstanceOf(CloudException.class)
        .hasMessageContaining(record.getParent().toString());
    Files.writeString(record, before);
    assertThat(machine.open().instances(Map.of())).hasSize(1);
  }
}
