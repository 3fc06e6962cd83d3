package io.dispatchcloud.test.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(Quiet.class)
@DisplayName("Each fault alone, often")
class FaultsAloneTest {
  private static final double OFTEN = 0.3;
  private static final double OFTEN_AN_HOUR = 12;

  /** What happens without a line in the log: it shows in times and in what others do. */
  private static final String WHAT_USERS_DO = "user ";

  @ParameterizedTest(name = "{0}")
  @EnumSource
  @DisplayName("happens, and no rule is broken")
  void alone(Fault fault) {
    double rate = fault.unit() == Fault.Unit.CHANCE ? often(fault) : OFTEN_AN_HOUR;
    AtomicInteger happened = new AtomicInteger();

    SimulationResult result =
        Simulation.builder()
            .seed(11)
            .faults(FaultPlan.none().with(fault, rate))
            .containers(40)
            .events(line -> happened.addAndGet(isAbout(fault, line) ? 1 : 0))
            .run();

    assertThat(result.violation()).as(result.report()).isEmpty();
    assertThat(happened).as("how often it happened").hasPositiveValue();
  }

  private static double often(Fault fault) {
    // Where nobody dies, there is one clock only that could go wrong.
    return fault == Fault.CLOCK_DRIFTS ? 1 : OFTEN;
  }

  private static boolean isAbout(Fault fault, String line) {
    return switch (fault) {
      case USER_CANCELS -> line.contains("user makes ") && line.contains("CANCELLED");
      case USER_CHANGES_PRIORITY -> line.contains(WHAT_USERS_DO + "sets priority");
      case USER_DELETES -> line.contains(WHAT_USERS_DO + "deletes");
      default -> line.contains("fault " + fault.word() + " ");
    };
  }
}
