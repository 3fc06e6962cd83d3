package io.dispatchcloud.driver.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LocalThreadsTest {
  private Machine machine;
  private Set<Thread> before;

  @BeforeEach
  void start() throws Exception {
    machine = new Machine();
    before = Thread.getAllStackTraces().keySet();
  }

  @AfterEach
  void end() throws Exception {
    machine.close();
  }

  /** The platform has threads of its own that wait for processes; they end by themselves. */
  private Set<String> added() {
    Set<Thread> now = new HashSet<>(Thread.getAllStackTraces().keySet());
    now.removeAll(before);
    return now.stream()
        .map(Thread::getName)
        .filter(name -> !name.startsWith("process reaper") && !name.startsWith("awaitility"))
        .collect(Collectors.toSet());
  }

  @Test
  @DisplayName("LOCAL-1 twenty idle instances share a handful of daemon threads")
  void few() throws Exception {
    InstanceSet set = machine.open("set", Map.of("maxInstances", 20));
    for (int i = 0; i < 20; i++) {
      Instance instance = set.create(Machine.request());
      try (Client client = Client.connect(instance)) {
        assertThat(client.run("true").status()).isZero();
      }
    }
    await()
        .untilAsserted(
            () -> assertThat(added()).as("threads of 20 instances").hasSizeLessThanOrEqualTo(8));
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> thread.getName().startsWith("dispatch-local-set"))
        .isNotEmpty()
        .allMatch(Thread::isDaemon);
  }

  @Test
  @DisplayName("POOL-22 no thread is left after close, with clients and commands in flight")
  void noneLeft() throws Exception {
    InstanceSet set = machine.open();
    Instance instance = set.create(Machine.request());
    try (Client client = Client.connect(instance)) {
      client.start("cat");
      client.start("echo $$ > pid; while :; do echo; done >/dev/null");
      ProcessHandle process = Machine.process(machine.home(instance).resolve("pid"));
      set.close();
      await().until(() -> ProcessStat.isGone(process));
    }
    await().untilAsserted(() -> assertThat(added()).isEmpty());
  }
}
