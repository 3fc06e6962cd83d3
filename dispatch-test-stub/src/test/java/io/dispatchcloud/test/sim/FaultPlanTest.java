package io.dispatchcloud.test.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A fault plan")
class FaultPlanTest {
  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "none",
        "calm",
        "ordinary",
        "storm",
        "vm-dies=2",
        "storm,create-fails=0.5,vm-dies=0",
        "ssh-hangs=0.25,vm-cut-off=1"
      })
  @DisplayName("is read as it is written")
  void text(String text) {
    assertThat(FaultPlan.parse(text)).hasToString(text);
    assertThat(FaultPlan.parse(FaultPlan.parse(text).toString())).isEqualTo(FaultPlan.parse(text));
  }

  @Test
  @DisplayName("changes as a copy")
  void changes() {
    FaultPlan storm = FaultPlan.storm();
    assertThat(storm.without(Fault.VM_DIES).rate(Fault.VM_DIES)).isZero();
    assertThat(storm.rate(Fault.VM_DIES)).isPositive();
    assertThat(storm.only(Fault.VM_DIES, Fault.QUOTA).faults())
        .containsExactly(Fault.QUOTA, Fault.VM_DIES);
    assertThat(storm.faults()).as("a storm has all faults").containsExactly(Fault.values());
    assertThat(storm).isNotEqualTo(FaultPlan.calm()).hasSameHashCodeAs(FaultPlan.parse("storm"));
  }

  @Test
  @DisplayName("says what is wrong with a text")
  void refusals() {
    assertThatThrownBy(() -> FaultPlan.parse("hurricane"))
        .hasMessageStartingWith("faults: 'hurricane'; expected none, calm, ordinary, storm, or");
    assertThatThrownBy(() -> FaultPlan.parse("calm,storm"))
        .hasMessageContaining("'storm'; expected none, calm, ordinary, storm only at the begin");
    assertThatThrownBy(() -> FaultPlan.parse("vm-dyes=1"))
        .hasMessageStartingWith("fault: 'vm-dyes'; expected one of create-fails, ");
    assertThatThrownBy(() -> FaultPlan.parse("create-fails=2"))
        .hasMessage("create-fails: '2.0'; expected 0 to 1");
    assertThatThrownBy(() -> FaultPlan.parse("vm-dies=NaN"))
        .hasMessage("vm-dies: 'NaN'; expected 0 to 3600");
    assertThatThrownBy(() -> FaultPlan.parse("vm-dies=often"))
        .hasMessage("rate: 'often'; expected a number");
  }
}
