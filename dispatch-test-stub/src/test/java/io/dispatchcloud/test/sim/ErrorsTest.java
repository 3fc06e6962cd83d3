package io.dispatchcloud.test.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.cloud.InstanceId;
import java.util.AbstractSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Quiet.class)
@DisplayName("Whatever is thrown, the result has the seed and what came before")
class ErrorsTest {
  /** Takes note of no instance. */
  private static final class Raging extends AbstractSet<InstanceId> {
    @Override
    public boolean add(InstanceId made) {
      throw new AssertionError("nobody wants " + made);
    }

    @Override
    public Iterator<InstanceId> iterator() {
      return Collections.emptyIterator();
    }

    @Override
    public int size() {
      return 0;
    }
  }

  private static void assertTold(
      String bug, UnaryOperator<Simulation.Builder> description, FaultPlan faults) {
    SimulationResult result =
        description.apply(Simulation.builder().seed(8).containers(5).faults(faults)).run();

    assertThat(result.violation().orElseThrow().rule()).isEqualTo("BUG");
    assertThat(result.report()).contains(bug, "--seed 8", "faults: " + faults);
    assertThat(result.lastEvents()).isNotEmpty();
  }

  @Test
  @DisplayName("errors of a part")
  void ofAPart() {
    UnaryOperator<Simulation.Builder> raging =
        simulation -> simulation.driver((part, clock) -> new ListeningDriver(part, new Raging()));
    assertTold("AssertionError: nobody wants", raging, FaultPlan.none());
    assertTold("AssertionError: nobody wants", raging, FaultPlan.storm());
  }

  @Test
  @DisplayName("errors of who listens")
  void ofAListener() {
    assertTold(
        "StackOverflowError",
        simulation ->
            simulation.events(
                line -> {
                  if (line.contains("user submits")) {
                    throw new StackOverflowError("too deep");
                  }
                }),
        FaultPlan.none());
  }
}
