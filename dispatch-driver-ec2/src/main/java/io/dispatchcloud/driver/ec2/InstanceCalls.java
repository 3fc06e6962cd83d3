package io.dispatchcloud.driver.ec2;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.executor.ExecutorException;
import io.dispatchcloud.api.executor.HostKey;
import io.dispatchcloud.api.executor.HostKeyVerdict;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.GetConsoleOutputResponse;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/** What is asked of EC2 about one instance. Thread-safe. */
final class InstanceCalls {
  private static final BigDecimal HOURS_A_MONTH = BigDecimal.valueOf(30L * 24);
  private static final int PRICE_DIGITS = 10;
  private static final Set<InstanceStateName> ENDING =
      Set.of(InstanceStateName.SHUTTING_DOWN, InstanceStateName.TERMINATED);

  private final Ec2Connection connection;
  private final Ec2Settings settings;
  private final InstanceTags instanceTags;

  InstanceCalls(Ec2Connection connection, Ec2Settings settings, Tags tags, InstantSource clock) {
    this.connection = connection;
    this.settings = settings;
    this.instanceTags = new InstanceTags(connection, tags, clock);
  }

  void setTags(InstanceId id, Map<String, String> shown, Map<String, String> wanted)
      throws CloudException {
    instanceTags.replace(id, shown, wanted);
  }

  void terminate(InstanceId id) throws CloudException {
    try {
      connection.ask(
          CallKind.CHANGE,
          client -> client.terminateInstances(request -> request.instanceIds(id.value())));
    } catch (RefusedException e) {
      // Gone for so long that EC2 does not know of it any more.
      if (!e.refusal().code().equals("InvalidInstanceID.NotFound") && !isEnding(id)) {
        throw Ec2Connection.failure(e);
      }
    }
  }

  /** Whether it is shown as gone or going: then it does not matter how ending it was refused. */
  private boolean isEnding(InstanceId id) throws CloudException {
    Filter byId = Filter.builder().name("instance-id").values(id.value()).build();
    DescribeInstancesResponse shown;
    try {
      shown =
          connection.ask(
              CallKind.ASK, client -> client.describeInstances(request -> request.filters(byId)));
    } catch (RefusedException e) {
      return false;
    }
    List<Instance> found =
        shown.reservations().stream()
            .flatMap(reservation -> reservation.instances().stream())
            .filter(instance -> id.value().equals(instance.instanceId()))
            .toList();
    return !found.isEmpty() && found.stream().allMatch(InstanceCalls::isEnding);
  }

  private static boolean isEnding(Instance shown) {
    return shown.state() != null && ENDING.contains(shown.state().name());
  }

  /** What a type's scratch volume costs an hour (EC2-6). */
  BigDecimal volumePrice(InstanceType type) {
    return settings
        .volumePrice()
        .multiply(BigDecimal.valueOf(LaunchRequest.scratchGib(type)))
        .divide(HOURS_A_MONTH, PRICE_DIGITS, RoundingMode.HALF_UP);
  }

  /**
   * Compares a host key with the console's. Before there are any in the console nothing can be
   * said, which is an exception and no verdict: the key may well be right.
   */
  HostKeyVerdict verify(InstanceId id, HostKey shown) throws ExecutorException {
    if (settings.hostKeys() == HostKeySource.SECRET) {
      return HostKeyVerdict.NOT_IMPLEMENTED;
    }
    ConsoleKeys keys;
    try {
      keys = consoleKeys(id);
    } catch (CloudException e) {
      throw new ExecutorException(
          ExecutorException.Reason.UNREACHABLE,
          "the console of " + id + " can't be read: " + e.getMessage(),
          e);
    }
    if (keys.isEmpty()) {
      throw new ExecutorException(
          ExecutorException.Reason.UNREACHABLE,
          "the console of " + id + " shows no SSH host keys, perhaps not yet");
    }
    return keys.contain(shown) ? HostKeyVerdict.ACCEPTED : HostKeyVerdict.REFUSED;
  }

  /**
   * The latest output, where the hypervisor has it; else, or where later lines pushed the keys out
   * of that, the one of the boot, which is late.
   */
  private ConsoleKeys consoleKeys(InstanceId id) throws CloudException {
    try {
      ConsoleKeys latest = read(id, true);
      if (!latest.isEmpty()) {
        return latest;
      }
    } catch (RefusedException e) {
      if (!e.refusal().code().startsWith("Unsupported")) {
        throw Ec2Connection.failure(e);
      }
    }
    try {
      return read(id, false);
    } catch (RefusedException e) {
      throw Ec2Connection.failure(e);
    }
  }

  private ConsoleKeys read(InstanceId id, boolean latest) throws RefusedException, CloudException {
    GetConsoleOutputResponse console =
        connection.ask(
            CallKind.ASK,
            client ->
                client.getConsoleOutput(
                    request -> request.instanceId(id.value()).latest(latest ? true : null)));
    return ConsoleKeys.read(console.output() == null ? "" : console.output());
  }
}
