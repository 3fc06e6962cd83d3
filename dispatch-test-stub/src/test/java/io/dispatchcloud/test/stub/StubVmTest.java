package io.dispatchcloud.test.stub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.executor.Command;
import io.dispatchcloud.api.executor.CommandResult;
import io.dispatchcloud.api.executor.Executor;
import io.dispatchcloud.api.executor.ExecutorException;
import io.dispatchcloud.api.executor.HostKeyVerdict;
import io.dispatchcloud.core.runner.Errands;
import io.dispatchcloud.core.runner.RunnerClient;
import io.dispatchcloud.core.runner.RunnerProtocolException;
import io.dispatchcloud.test.stub.VmBehavior.Silence;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A pretended VM, over SSH")
class StubVmTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final Bench.HandClock clock = new Bench.HandClock();

  private static boolean hasBooted(Bench bench, Executor executor) throws Exception {
    return executor.run(Command.of(bench.set.hostProfile().bootProbeCommand())).succeeded();
  }

  /** VMs whose containers run until something ends them. */
  private Bench busyBench(VmBehavior vm) {
    return new Bench(
        StubBehavior.builder()
            .vms(order -> vm)
            .payloads(start -> StubPayload.of(LONG.multipliedBy(2), 0))
            .build(),
        clock);
  }

  @Test
  @DisplayName("STUB-2 boots after its boot delay")
  void bootDelay() throws Exception {
    try (Bench bench = busyBench(VmBehavior.builder().bootDelay(LONG).build())) {
      Executor executor = bench.connect(new Trusting(bench.create()));

      assertThat(hasBooted(bench, executor)).isFalse();
      clock.advance(LONG);
      assertThat(hasBooted(bench, executor)).isTrue();
    }
  }

  @Test
  @DisplayName("STUB-2 never boots")
  void neverBoots() throws Exception {
    try (Bench bench = Bench.of(VmBehavior.builder().neverBoots(true).build())) {
      assertThat(hasBooted(bench, bench.connect(new Trusting(bench.create())))).isFalse();
    }
  }

  @Test
  @DisplayName(
      "STUB-2 has the secret that its init command wrote, where the cloud knows no host key")
  void secret() throws Exception {
    try (Bench bench = Bench.of(VmBehavior.builder().build())) {
      Instance instance = bench.create();
      Executor executor = bench.connect(new Trusting(instance));

      CommandResult shown =
          executor.run(Command.of("cat '" + bench.set.hostProfile().secretFile() + "'"));

      assertThat(shown.stdout().text()).isEqualTo(Bench.SECRET);
      assertThat(instance.verifyHostKey(bench.vm(instance).key().publicKey(), executor))
          .isEqualTo(HostKeyVerdict.NOT_IMPLEMENTED);
    }
  }

  @Test
  @DisplayName("STUB-2 is verified by the cloud, where that knows its host key")
  void hostKey() throws Exception {
    try (Bench bench = Bench.of(VmBehavior.builder().verifiesHostKey(true).build())) {
      Instance instance = bench.create();
      Instance other = bench.create();

      assertThat(hasBooted(bench, bench.connect(instance))).isTrue();
      assertThat(instance.verifyHostKey(bench.vm(other).key().publicKey(), command -> null))
          .isEqualTo(HostKeyVerdict.REFUSED);
    }
  }

  @Test
  @DisplayName("STUB-2 takes the runner, once")
  void deployment() throws Exception {
    try (Bench bench = Bench.of(VmBehavior.builder().build())) {
      RunnerClient runner = bench.runner(bench.connect(new Trusting(bench.create())), 1);

      assertThatThrownBy(runner::list)
          .isInstanceOf(RunnerProtocolException.class)
          .hasMessageContaining("127");
      runner.deploy();
      runner.deploy();
      assertThat(runner.list().entries()).isEmpty();
    }
  }

  @Test
  @DisplayName("STUB-2 has no runner, and takes none")
  void noRunner() throws Exception {
    try (Bench bench = Bench.of(VmBehavior.builder().noRunner(true).build())) {
      RunnerClient runner = bench.runner(bench.connect(new Trusting(bench.create())), 1);

      assertThatThrownBy(runner::deploy).hasMessageContaining("no space left");
      assertThatThrownBy(runner::list).hasMessageContaining("127");
    }
  }

  @Test
  @DisplayName("STUB-2 reports itself broken, after a while or when the test says so")
  void reportsBroken() throws Exception {
    try (Bench bench = Bench.of(VmBehavior.builder().build())) {
      Instance instance = bench.create();
      RunnerClient runner = bench.runner(instance);
      assertThat(runner.list().broken()).isFalse();
      bench.vm(instance).reportBroken();
      assertThat(runner.list().broken()).isTrue();
    }
    try (Bench bench = busyBench(VmBehavior.builder().reportsBroken(LONG).build())) {
      RunnerClient runner = bench.runner(bench.create());
      assertThat(runner.list().broken()).isFalse();
      clock.advance(LONG);
      assertThat(runner.list().broken()).isTrue();
    }
  }

  @Test
  @DisplayName("STUB-2 stops answering: its connections go, and new ones are refused")
  void refuses() throws Exception {
    try (Bench bench = Bench.of(VmBehavior.builder().build())) {
      Instance instance = bench.create();
      RunnerClient runner = bench.runner(instance);
      runner.start(Bench.start("c", 1));

      bench.vm(instance).stopAnswering();

      assertThatThrownBy(runner::list)
          .isInstanceOfSatisfying(
              ExecutorException.class,
              e -> assertThat(e.reason()).isEqualTo(ExecutorException.Reason.UNREACHABLE));
      assertThat(bench.listed()).hasSize(1);
    }
  }

  @Test
  @DisplayName("STUB-2 stops answering after a while, while what runs there goes on")
  void silent() throws Exception {
    VmBehavior vm = VmBehavior.builder().stopsAnswering(LONG, Silence.REFUSES).build();
    try (Bench bench = busyBench(vm)) {
      Instance instance = bench.create();
      RunnerClient runner = bench.runner(instance);
      runner.start(Bench.start("c", 1));

      assertThat(runner.list().entries()).hasSize(1);
      clock.advance(LONG);

      assertThatThrownBy(runner::list).isNotNull();
      assertThat(bench.vm(instance).running()).containsExactly(Bench.attempt("c", 1));
      instance.destroy();
      assertThat(bench.vm(instance).running()).isEmpty();
    }
  }

  @Test
  @DisplayName("STUB-2 hangs: it takes commands, and never answers")
  void hangs() throws Exception {
    try (Bench bench =
        Bench.of(VmBehavior.builder().stopsAnswering(Duration.ZERO, Silence.HANGS).build())) {
      Executor executor = bench.connect(new Trusting(bench.create()));

      CommandResult result = executor.run(Command.of("x").withTimeout(Duration.ofMillis(300)));

      assertThat(result).isInstanceOf(CommandResult.OutcomeUnknown.class);
    }
  }

  @Test
  @DisplayName("STUB-2 dies with all that runs there, and stays listed")
  void dies() throws Exception {
    try (Bench bench = busyBench(VmBehavior.builder().build())) {
      Instance instance = bench.create();
      bench.runner(instance).start(Bench.start("c", 1));
      assertThat(bench.vm(instance).running()).hasSize(1);

      clock.advance(Duration.ofSeconds(1));
      bench.vm(instance).die();

      assertThat(bench.vm(instance).running()).isEmpty();
      assertThat(bench.driver.runs())
          .singleElement()
          .satisfies(run -> assertThat(run.endedAt()).isNotNull());
      assertThat(bench.listed()).hasSize(1);
    }
  }

  @Test
  @DisplayName("STUB-2 dies after a while, and answers nothing from then on")
  void diesAfter() throws Exception {
    try (Bench bench = busyBench(VmBehavior.builder().dies(LONG).build())) {
      Instance instance = bench.create();
      RunnerClient runner = bench.runner(instance);
      runner.start(Bench.start("c", 1));
      assertThat(bench.vm(instance).running()).hasSize(1);

      clock.advance(LONG.multipliedBy(3));

      assertThat(bench.driver.runs())
          .extracting(StubRun::endedAt)
          .containsExactly(bench.vm(instance).createdAt().plus(LONG));
      assertThatThrownBy(runner::list).isNotNull();
      assertThat(bench.listed()).hasSize(1);
    }
  }

  @Test
  @DisplayName("STUB-2 notes the lease that it is given")
  void lease() throws Exception {
    try (Bench bench = Bench.of(VmBehavior.builder().build())) {
      Instance instance = bench.create();
      bench
          .runner(instance)
          .list(new Errands(Duration.ofMinutes(30), "stub-ends-itself", true, ""));

      assertThat(bench.vm(instance).lease()).isEqualTo("1800s");
    }
  }

  @Test
  @DisplayName("STUB-2 says of what it does not know that it is not there")
  void unknown() throws Exception {
    try (Bench bench = Bench.of(VmBehavior.builder().build())) {
      Executor executor = bench.connect(new Trusting(bench.create()));

      CommandResult result = executor.run(Command.of("rm -rf /"));

      assertThat(result)
          .isInstanceOfSatisfying(
              CommandResult.Exited.class, exited -> assertThat(exited.status()).isEqualTo(127));
      assertThat(result.stderr().text()).isEqualTo("rm: not found\n");
    }
  }
}
