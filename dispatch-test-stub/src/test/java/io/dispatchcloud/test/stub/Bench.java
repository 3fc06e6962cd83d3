package io.dispatchcloud.test.stub;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.DriverContext;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.config.Parameters;
import io.dispatchcloud.api.config.Secret;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.api.executor.Executor;
import io.dispatchcloud.api.executor.ExecutorContext;
import io.dispatchcloud.api.executor.ExecutorTarget;
import io.dispatchcloud.api.meter.Meters;
import io.dispatchcloud.core.runner.EngineSettings;
import io.dispatchcloud.core.runner.RunnerClient;
import io.dispatchcloud.core.runner.RunnerProgram;
import io.dispatchcloud.core.runner.RunnerSettings;
import io.dispatchcloud.core.runner.StartConfiguration;
import io.dispatchcloud.core.ssh.JschExecutorProvider;
import io.dispatchcloud.core.ssh.PrivateKeys;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A stub driver on the bench: opened as the dispatcher would, reached by its own SSH client. */
final class Bench implements AutoCloseable {
  static final InstanceType SMALL = type("small");
  static final InstanceType LARGE = type("large");
  static final Map<String, String> TAGS = Map.of("set", "bench");
  static final String SECRET = "0123456789abcdef0123456789abcdef01234567";

  private static final RunnerProgram PROGRAM = RunnerProgram.load();

  /** A clock that only the test moves, unless it is not used. */
  static final class HandClock implements InstantSource {
    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    void advance(Duration time) {
      now = now.plus(time);
    }
  }

  final StubDriver driver;
  final InstanceSet set;
  private final InstantSource clock;
  private final Secret key = PrivateKeys.generateEd25519();
  private final List<Executor> executors = new ArrayList<>();
  private final AtomicInteger requests = new AtomicInteger();

  Bench(StubBehavior behavior, InstantSource clock) {
    this.clock = clock;
    driver = new StubDriver(behavior);
    set = driver.open(context(clock, Map.of()));
  }

  /** A bench with real time and VMs that are all alike. */
  static Bench of(VmBehavior vm) {
    return new Bench(StubBehavior.builder().vms(order -> vm).build(), InstantSource.system());
  }

  static DriverContext context(InstantSource clock, Map<String, ?> parameters) {
    return new DriverContext(
        Parameters.read("driver 'stub'", parameters, new StubDriver().parameters()),
        new InstanceSetId("bench"),
        "set",
        Map.of(),
        System.getLogger("bench"),
        Meters.none(),
        clock);
  }

  private static InstanceType type(String name) {
    return InstanceType.builder(name, 4, 1L << 30, BigDecimal.ONE).build();
  }

  CreateRequest request(InstanceType type) {
    String file = set.hostProfile().secretFile();
    String init = "(umask 0177 && echo -n \"%s\" >'%s')\n".formatted(SECRET, file);
    String publicKey = PrivateKeys.publicKeyLine(key);
    return new CreateRequest(
        type, "", TAGS, init, publicKey, "token-" + requests.incrementAndGet());
  }

  Instance create() throws CloudException {
    return set.create(request(SMALL));
  }

  List<Instance> listed() throws CloudException {
    return set.instances(TAGS);
  }

  StubVm vm(Instance instance) {
    return driver.vms().stream()
        .filter(vm -> vm.id().equals(instance.id()))
        .findFirst()
        .orElseThrow();
  }

  Executor connect(ExecutorTarget target) {
    ExecutorContext.Limits usual = ExecutorContext.Limits.DEFAULT;
    ExecutorContext context =
        new ExecutorContext(key, 22, usual, this::thread, clock, Meters.none());
    Executor executor = new JschExecutorProvider().open(context, target);
    executors.add(executor);
    return executor;
  }

  private Thread thread(Runnable work) {
    Thread thread = new Thread(work, "bench");
    thread.setDaemon(true);
    return thread;
  }

  /** A client of the runner on a VM, which has been put there. */
  RunnerClient runner(Instance instance) throws Exception {
    RunnerClient runner = runner(connect(new Trusting(instance)), 1);
    runner.deploy();
    return runner;
  }

  RunnerClient runner(Executor executor, long fence) {
    RunnerSettings settings =
        new RunnerSettings(set.hostProfile().runnerDirectory(), "", List.of("--extra"), false);
    return new RunnerClient(executor, settings, PROGRAM, fence);
  }

  static Attempt attempt(String id, long number) {
    return new Attempt(new ContainerId(id), number);
  }

  static StartConfiguration start(String id, long number) {
    return new StartConfiguration(
        attempt(id, number),
        new RunSpec(List.of("it's", "run"), Map.of("NAME", "value"), "", ""),
        Needs.of(1, 1),
        Map.of("label", "x"),
        "small",
        EngineSettings.PROCESS);
  }

  @Override
  public void close() {
    executors.forEach(Executor::close);
    set.close();
    driver.close();
  }
}
