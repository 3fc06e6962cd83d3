package io.dispatchcloud.api.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("CTR-7 a retry rule")
class RetryRuleTest {
  @Test
  @DisplayName("CTR-7 runs again after its exit statuses, so many times")
  void runsAgain() {
    RetryRule rule = new RetryRule(Set.of(75), 3, 0);
    assertThat(rule.runsAgain(75, 1)).isTrue();
    assertThat(rule.runsAgain(75, 2)).isTrue();
    assertThat(rule.runsAgain(75, 3)).isFalse();
    assertThat(rule.runsAgain(76, 1)).isFalse();
    assertThat(RetryRule.NONE.runsAgain(75, 1)).isFalse();
  }

  @Test
  @DisplayName("CTR-7 names what is out of range")
  void outOfRange() {
    for (int status : new int[] {-1, 0, 256}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new RetryRule(Set.of(status), 2, 0))
          .withMessageContaining("retry.exitStatus: '" + status + "'; expected 1 to 255");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetryRule(Set.of(), 0, 0))
        .withMessageContaining("retry.attempts: '0'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetryRule(Set.of(), 1, -1))
        .withMessageContaining("retry.onDemandAfter: '-1'");
  }
}
