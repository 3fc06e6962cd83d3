package io.dispatchcloud.test.sim;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerState;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts what a run comes to. Money is exact; times are the world's, in nanoseconds. */
final class Ledger implements Witness {
  private static final long NANOS_AN_HOUR = 3_600_000_000_000L;
  private static final int DIGITS = 6;

  private final World world;
  private final Map<InstanceId, Account> open = new HashMap<>();
  private final Map<ContainerId, Long> waitingSince = new HashMap<>();
  private final List<Long> waits = new ArrayList<>();
  private final List<Sample> samples = new ArrayList<>();
  private long firstSubmission = Vm.NEVER;
  private long lastEnd;
  private BigDecimal cost = BigDecimal.ZERO;
  private BigDecimal costOfIdle = BigDecimal.ZERO;
  private BigDecimal costOfBoot = BigDecimal.ZERO;
  private double instanceHours;
  private double vcpuHours;
  private double usedVcpuHours;
  private int instances;
  private int starts;
  private int finished;
  private int cancelled;
  private int running;

  /** One living instance. */
  private static final class Account {
    private final InstanceType type;
    private final long began;
    private long cameUp = Vm.NEVER;
    private long idleSince;
    private long idle;
    private int busy;
    private final Map<Attempt, Long> startedAt = new HashMap<>();

    Account(InstanceType type, long began) {
      this.type = type;
      this.began = began;
    }
  }

  Ledger(World world) {
    this.world = world;
  }

  private long now() {
    return world.time.now();
  }

  @Override
  public void submitted(SimulatedContainer container) {
    firstSubmission = Math.min(firstSubmission, now());
    waitingSince.put(container.spec().id(), now());
  }

  @Override
  public void changed(Container after, String by) {
    if (after.state().isFinal()) {
      lastEnd = now();
      waitingSince.remove(after.id());
      finished += after.state() == ContainerState.COMPLETE ? 1 : 0;
      cancelled += after.state() == ContainerState.CANCELLED ? 1 : 0;
    }
  }

  @Override
  public void deleted(ContainerId id) {
    if (waitingSince.remove(id) != null) {
      cancelled++;
    }
  }

  @Override
  public void started(Attempt attempt, InstanceId where) {
    starts++;
    running++;
    Long since = waitingSince.remove(attempt.container());
    if (since != null) {
      waits.add(now() - since);
    }
    Account account = open.get(where);
    if (account != null) {
      account.startedAt.put(attempt, now());
      if (account.busy++ == 0 && account.cameUp != Vm.NEVER) {
        account.idle += now() - account.idleSince;
      }
    }
  }

  @Override
  public void ended(Attempt attempt, InstanceId where, @Nullable Integer exitStatus) {
    running--;
    Account account = open.get(where);
    if (account != null) {
      if (--account.busy == 0) {
        account.idleSince = now();
      }
      Long since = account.startedAt.remove(attempt);
      if (since != null) {
        int asked = world.payload(attempt.container()).spec().needs().vcpus();
        usedVcpuHours += hours(now() - since) * asked;
      }
    }
  }

  @Override
  public void began(InstanceId id, InstanceType type, boolean ours) {
    if (ours) {
      instances++;
      open.put(id, new Account(type, now()));
    }
  }

  @Override
  public void cameUp(InstanceId id) {
    Account account = open.get(id);
    if (account != null) {
      account.cameUp = now();
      account.idleSince = now();
    }
  }

  @Override
  public void gone(InstanceId id) {
    Account account = open.remove(id);
    if (account != null) {
      close(account);
    }
  }

  private void close(Account account) {
    long end = now();
    long lived = end - account.began;
    cost = cost.add(price(account, lived));
    long boot = Math.min(account.cameUp, end) - account.began;
    costOfBoot = costOfBoot.add(price(account, boot));
    long idle = account.idle;
    if (account.busy == 0 && account.cameUp != Vm.NEVER) {
      idle += end - account.idleSince;
    }
    costOfIdle = costOfIdle.add(price(account, idle));
    instanceHours += hours(lived);
    vcpuHours += hours(lived) * account.type.vcpus();
  }

  private static double hours(long nanos) {
    return (double) nanos / NANOS_AN_HOUR;
  }

  private static BigDecimal price(Account account, long nanos) {
    return account
        .type
        .price()
        .multiply(BigDecimal.valueOf(nanos))
        .divide(BigDecimal.valueOf(NANOS_AN_HOUR), MathContext.DECIMAL64);
  }

  private BigDecimal costSoFar() {
    BigDecimal sum = cost;
    for (Vm vm : world.cloud.living()) {
      Account account = open.get(vm.id);
      if (account != null) {
        sum = sum.add(price(account, now() - account.began));
      }
    }
    return sum;
  }

  void sample() {
    int booting = 0;
    int idle = 0;
    int busy = 0;
    int stopping = 0;
    long now = now();
    for (Vm vm : world.cloud.vms()) {
      if (!vm.ours) {
        continue;
      }
      if (vm.hasEnded(now)) {
        stopping += vm.isListed(now) ? 1 : 0;
      } else if (vm.endsAt != Vm.NEVER) {
        stopping++;
      } else if (!vm.hasBooted(now)) {
        booting++;
      } else if (vm.runner.alive() > 0) {
        busy++;
      } else {
        idle++;
      }
    }
    int queued = Math.max(0, world.store.unfinished() - running);
    samples.add(
        new Sample(
            world.time.sinceStart(),
            queued,
            running,
            booting,
            idle,
            busy,
            stopping,
            rounded(costSoFar())));
  }

  private static BigDecimal rounded(BigDecimal amount) {
    return amount.setScale(DIGITS, RoundingMode.HALF_UP);
  }

  List<Sample> samples() {
    return samples;
  }

  SimulationFigures figures(int dispatchers) {
    for (Vm vm : world.cloud.living()) {
      gone(vm.id);
    }
    List<Long> sorted = waits.stream().sorted().toList();
    return new SimulationFigures(
        Duration.ofNanos(Math.max(0, lastEnd - Math.min(firstSubmission, lastEnd))),
        new SimulationFigures.Waiting(
            quantile(sorted, 0.5),
            quantile(sorted, 0.9),
            quantile(sorted, 0.99),
            quantile(sorted, 1)),
        instanceHours,
        instances,
        rounded(cost),
        rounded(costOfIdle),
        rounded(costOfBoot),
        vcpuHours == 0 ? 0 : usedVcpuHours / vcpuHours,
        finished,
        cancelled,
        starts,
        dispatchers,
        world.time.happened(),
        world.time.sinceStart());
  }

  private static Duration quantile(List<Long> sorted, double part) {
    if (sorted.isEmpty()) {
      return Duration.ZERO;
    }
    int index = (int) Math.ceil(part * sorted.size()) - 1;
    return Duration.ofNanos(sorted.get(Math.max(0, index)));
  }
}
