package io.dispatchcloud.driver.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.InstanceSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LocalServerLeakTest {
  private final Machine machine;

  LocalServerLeakTest() throws Exception {
    machine = new Machine();
  }

  @AfterEach
  void end() throws Exception {
    machine.close();
  }

  @Test
  @DisplayName("SET-2 a create that fails after its server was started leaves no server")
  void recordCannotBeWritten() throws Exception {
    InstanceSet set = machine.open();
    Set<String> before = Listeners.now();
    // In the way of the record, which is written last.
    assertThatThrownBy(() -> set.create(Machine.request("mkdir ../instance.properties")))
        .isInstanceOf(CloudException.class)
        .hasMessageContaining("instance.properties");
    assertThat(Listeners.now()).isEqualTo(before);
    assertThat(set.instances(Map.of())).isEmpty();

    set.create(Machine.request());
    assertThat(Listeners.now()).hasSize(before.size() + 1);
  }
}
