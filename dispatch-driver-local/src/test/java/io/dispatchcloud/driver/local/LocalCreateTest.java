package io.dispatchcloud.driver.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.QuotaException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LocalCreateTest {
  private static final String SECRET = "0123456789abcdef0123456789abcdef01234567";

  private Machine machine;

  @BeforeEach
  void start() throws Exception {
    machine = new Machine();
  }

  @AfterEach
  void end() throws Exception {
    machine.close();
  }

  private static List<Path> left(Machine machine) throws Exception {
    try (Stream<Path> children = Files.list(machine.directory().resolve("set"))) {
      return children.filter(InstanceDirectory::looksLikeOne).toList();
    }
  }

  @Test
  @DisplayName("POOL-7 the init command runs in the home and leaves the secret where it is read")
  void initCommand() throws Exception {
    InstanceSet set = machine.open();
    String secretFile = set.hostProfile().secretFile();
    Instance instance =
        set.create(
            Machine.request(
                "(umask 0177 && echo -n \"" + SECRET + "\" >" + secretFile + ")\npwd > where"));
    Path home = machine.home(instance);
    assertThat(home.resolve("where")).hasContent(home.toString());
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(secretFile))))
        .isEqualTo("rw-------");
    try (Client client = Client.connect(instance)) {
      assertThat(client.run("cat " + secretFile).text()).isEqualTo(SECRET);
    }
    // Nothing of the command stays behind.
    try (Stream<Path> files = Files.list(home.getParent())) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("home", "host_key", "instance.properties");
    }
  }

  @Test
  @DisplayName("POOL-7 a failing init command fails the create, with its stderr and no secret")
  void initCommandFails() throws Exception {
    InstanceSet set = machine.open();
    CreateRequest request =
        Machine.request(
            "set -x\necho "
                + SECRET
                + " > f\necho no disk >&2\n"
                + "setsid sleep 300 </dev/null >/dev/null 2>&1 &\nexit 3");
    Throwable failure = catchThrowable(() -> set.create(request));
    assertThat(failure)
        .isInstanceOf(CloudException.class)
        .hasMessageContaining("status 3")
        .hasMessageContaining("no disk");
    assertThat(failure.getMessage()).doesNotContain(SECRET.substring(0, 16));
    assertThat(left(machine)).isEmpty();
    assertThat(set.instances(Map.of())).isEmpty();
    assertThat(new ProcessHunt("NONE=1", machine.directory()).bystanders()).isEmpty();
  }

  @Test
  @DisplayName(
      "SET-2 the same idempotency token makes one instance, also at once and after a restart")
  void idempotent() throws Exception {
    InstanceSet set = machine.open();
    CreateRequest request = Machine.request("sleep 0.2");
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Instance>> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        all.add(threads.submit(() -> set.create(request)));
      }
      Set<String> ids = new java.util.HashSet<>();
      for (Future<Instance> each : all) {
        ids.add(each.get().id().value());
      }
      assertThat(ids).hasSize(1);
      set.close();
      InstanceSet again = machine.open();
      assertThat(again.create(request).id().value()).isEqualTo(ids.iterator().next());
      assertThat(again.instances(Map.of())).hasSize(1);
      assertThat(again.create(Machine.request()).id().value()).isNotIn(ids);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  @DisplayName("SET-4 there are never more than maxInstances, creates in work included")
  void quota() throws Exception {
    InstanceSet set = machine.open("set", Map.of("maxInstances", 3));
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Instance>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        all.add(threads.submit(() -> set.create(Machine.request("sleep 0.2"))));
      }
      int made = 0;
      for (Future<Instance> each : all) {
        Throwable failure = catchThrowable(each::get);
        made += failure == null ? 1 : 0;
        if (failure != null) {
          assertThat(failure).hasCauseInstanceOf(QuotaException.class);
        }
      }
      assertThat(made).isEqualTo(3);
    } finally {
      threads.shutdownNow();
    }
    assertThatThrownBy(() -> set.create(Machine.request()))
        .isInstanceOf(QuotaException.class)
        .hasMessageContaining("maxInstances");
    set.instances(Map.of()).get(0).destroy();
    set.create(Machine.request());
    assertThat(set.instances(Map.of())).hasSize(3);
  }

  @Test
  @DisplayName("SET-4 a create that failed takes no place")
  void failedTakesNoPlace() throws Exception {
    InstanceSet set = machine.open("set", Map.of("maxInstances", 1));
    CreateRequest request = Machine.request("exit 1");
    assertThatThrownBy(() -> set.create(request)).isNotInstanceOf(QuotaException.class);
    set.create(Machine.request());
  }

  @Test
  @DisplayName("SET-2 a listing gives those with all of the tags")
  void listing() throws Exception {
    InstanceSet set = machine.open();
    Instance one = set.create(Machine.request().withTags(Map.of("a", "1", "b", "2")));
    Instance two = set.create(Machine.request().withTags(Map.of("a", "1")));
    assertThat(ids(set, Map.of("a", "1")))
        .containsExactlyInAnyOrder(one.id().value(), two.id().value());
    assertThat(ids(set, Map.of("a", "1", "b", "2"))).containsExactly(one.id().value());
    assertThat(ids(set, Map.of("a", "2"))).isEmpty();
    two.setTags(Map.of("b", "2"));
    assertThat(two.tags()).isEqualTo(Map.of("b", "2"));
    assertThat(ids(set, Map.of("a", "1"))).containsExactly(one.id().value());
  }

  private static Set<String> ids(InstanceSet set, Map<String, String> tags) throws Exception {
    return set.instances(tags).stream().map(each -> each.id().value()).collect(Collectors.toSet());
  }

  @Test
  @DisplayName("SET-2 a closed set makes and lists nothing")
  void closed() throws Exception {
    InstanceSet set = machine.open();
    Instance instance = set.create(Machine.request());
    set.close();
    assertThatThrownBy(() -> instance.setTags(Map.of())).isInstanceOf(CloudException.class);
    assertThatThrownBy(instance::destroy)
        .isInstanceOf(CloudException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> set.create(Machine.request()))
        .isInstanceOf(CloudException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> set.instances(Map.of()))
        .isInstanceOf(CloudException.class)
        .hasMessageContaining("closed");
    assertThat(left(machine)).hasSize(1);
  }
}
