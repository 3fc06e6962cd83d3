package io.dispatchcloud.core;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.Driver;
import io.dispatchcloud.api.cloud.DriverContext;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.cloud.QuotaGroup;
import io.dispatchcloud.api.config.Parameter;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.executor.Command;
import io.dispatchcloud.api.executor.CommandResult;
import io.dispatchcloud.api.executor.Executor;
import io.dispatchcloud.api.executor.ExecutorContext;
import io.dispatchcloud.api.executor.ExecutorProvider;
import io.dispatchcloud.api.executor.ExecutorTarget;
import io.dispatchcloud.api.executor.Output;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A cloud with instances that were there before: on each a container runs for ever, or nothing. */
final class IdleCloud implements Driver, InstanceSet, ExecutorProvider {
  static final String TAG_PREFIX = "Benchmark";
  static final InstanceSetId SET = new InstanceSetId("benchmark");
  static final InstanceType TYPE =
      InstanceType.builder("type1", 1, 1L << 30, new BigDecimal("0.123")).build();

  private final List<Instance> hosts;
  private final boolean running;

  /**
   * A cloud.
   *
   * @param count how many instances it has
   * @param running whether a container runs on each
   */
  IdleCloud(int count, boolean running) {
    this.hosts = IntStream.range(0, count).<Instance>mapToObj(IdleHost::new).toList();
    this.running = running;
  }

  /** The container on the instance of that number. */
  static ContainerId container(int number) {
    return new ContainerId("zzzzz-dz642-%015d".formatted(number));
  }

  /** Knows where to connect, and nothing of a connection: an executor's own takes what it takes. */
  private static class IdleExecutor implements Executor {
    private ExecutorTarget target;

    IdleExecutor(ExecutorTarget target) {
      this.target = target;
    }

    @Override
    public void setTarget(ExecutorTarget newTarget) {
      target = newTarget;
    }

    @Override
    public CommandResult run(Command command) {
      String said =
          command.line().contains("--list") ? listing(IdleHost.number(target.toString())) : "";
      return new CommandResult.Exited(
          0, new Output(said.getBytes(StandardCharsets.UTF_8), 0), Output.EMPTY);
    }

    String listing(int number) {
      return "";
    }

    @Override
    public void close() {}
  }

  private static final class BusyExecutor extends IdleExecutor {
    BusyExecutor(ExecutorTarget target) {
      super(target);
    }

    @Override
    String listing(int number) {
      return container(number) + " 1 alive\n";
    }
  }

  @Override
  public String name() {
    return "idle";
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of();
  }

  @Override
  public InstanceSet open(DriverContext context) {
    return this;
  }

  @Override
  public Executor open(ExecutorContext context, ExecutorTarget target) {
    return running ? new BusyExecutor(target) : new IdleExecutor(target);
  }

  @Override
  public List<Instance> instances(Map<String, String> tags) {
    return hosts;
  }

  @Override
  public Instance create(CreateRequest request) throws CloudException {
    throw new CloudException("this cloud has what it has");
  }

  @Override
  public QuotaGroup quotaGroup(InstanceType type) {
    return new QuotaGroup("all");
  }

  @Override
  public void close() {}
}
