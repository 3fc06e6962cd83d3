package io.dispatchcloud.test.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.executor.Command;
import io.dispatchcloud.api.executor.CommandResult;
import io.dispatchcloud.api.executor.CommandRunner;
import io.dispatchcloud.api.executor.Executor;
import io.dispatchcloud.api.executor.ExecutorContext;
import io.dispatchcloud.api.executor.ExecutorException;
import io.dispatchcloud.api.executor.ExecutorProvider;
import io.dispatchcloud.api.executor.ExecutorTarget;
import io.dispatchcloud.api.executor.HostKey;
import io.dispatchcloud.api.executor.HostKeyVerdict;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Quiet.class)
@DisplayName("A dispatcher that speaks to the wrong host is noticed")
class WrongHostTest {
  /** Opens connections to other targets than those it is given. */
  private record Misled(ExecutorProvider executors, UnaryOperator<ExecutorTarget> misled)
      implements ExecutorProvider {
    @Override
    public String name() {
      return executors.name();
    }

    @Override
    public Executor open(ExecutorContext context, ExecutorTarget target) {
      return new MisledExecutor(executors.open(context, misled.apply(target)), misled);
    }
  }

  private record MisledExecutor(Executor executor, UnaryOperator<ExecutorTarget> misled)
      implements Executor {
    @Override
    public CommandResult run(Command command) throws ExecutorException, InterruptedException {
      return executor.run(command);
    }

    @Override
    public void setTarget(ExecutorTarget target) {
      executor.setTarget(misled.apply(target));
    }

    @Override
    public void close() {
      executor.close();
    }
  }

  private record Neighbour(ExecutorTarget target) implements ExecutorTarget {
    @Override
    public Optional<String> address() {
      return Optional.of("host-1");
    }

    @Override
    public String remoteUser() {
      return target.remoteUser();
    }

    @Override
    public HostKeyVerdict verifyHostKey(HostKey key, CommandRunner connection) {
      return HostKeyVerdict.REFUSED;
    }
  }

  private record Credulous(ExecutorTarget target) implements ExecutorTarget {
    @Override
    public Optional<String> address() {
      return target.address();
    }

    @Override
    public String remoteUser() {
      return target.remoteUser();
    }

    @Override
    public HostKeyVerdict verifyHostKey(HostKey key, CommandRunner connection) {
      return HostKeyVerdict.ACCEPTED;
    }
  }

  private static Optional<String> broken(FaultPlan faults, UnaryOperator<ExecutorTarget> misled) {
    return Simulation.builder()
        .seed(4)
        .containers(20)
        .faults(faults)
        .executors((part, clock) -> new Misled(part, misled))
        .run()
        .violation()
        .map(Violation::rule);
  }

  @Test
  @DisplayName("SET-5 when it connects to somebody else's instance")
  void neighbour() {
    assertThat(broken(FaultPlan.none(), Neighbour::new)).hasValue("SET-5");
  }

  @Test
  @DisplayName("SSH-3 when it takes whatever key it is shown")
  void impostor() {
    FaultPlan faults = FaultPlan.none().with(Fault.HOST_KEY_CHANGED, 12);

    assertThat(broken(faults, target -> target)).isEmpty();
    assertThat(broken(faults, Credulous::new)).hasValue("SSH-3");
  }
}
