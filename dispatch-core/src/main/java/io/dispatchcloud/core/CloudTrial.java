package io.dispatchcloud.core;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.Driver;
import io.dispatchcloud.api.cloud.DriverContext;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.cloud.LeakSweeper;
import io.dispatchcloud.api.executor.CommandResult;
import io.dispatchcloud.api.executor.CommandRunner;
import io.dispatchcloud.api.executor.Executor;
import io.dispatchcloud.api.executor.ExecutorContext;
import io.dispatchcloud.api.executor.ExecutorException;
import io.dispatchcloud.api.executor.ExecutorTarget;
import io.dispatchcloud.api.executor.HostKey;
import io.dispatchcloud.api.executor.HostKeyVerdict;
import io.dispatchcloud.core.cloud.Proxies;
import io.dispatchcloud.core.loop.Clocks;
import io.dispatchcloud.core.pool.InstanceOrder;
import io.dispatchcloud.core.pool.PoolSettings;
import io.dispatchcloud.core.pool.Tags;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An instance set opened as a dispatcher opens it, with the same proxies, tags, init command, keys
 * and host key verification, but used step by step by whoever opened it: to check an account, say.
 * It decides and repeats nothing. Thread-safe; what blocks, blocks as the driver and the executor
 * say.
 */
public final class CloudTrial implements AutoCloseable {
  private static final int SECRET_BYTES = 20;

  private final Assembly assembly;
  private final InstanceSet set;
  private final PoolSettings settings;
  private final ExecutorContext executors;
  private final Random random;

  private CloudTrial(
      Assembly assembly, InstanceSet set, Surroundings surroundings, PoolSettings settings) {
    this.assembly = assembly;
    this.settings = settings;
    this.random = surroundings.random();
    InstantSource clock = Clocks.monotonic();
    this.set =
        Proxies.around(set, assembly.config().resourceTags(), clock, time -> {}, assembly.meters());
    this.executors =
        new ExecutorContext(
            assembly.privateKey(),
            Math.toIntExact(assembly.config().get(Settings.SSH_PORT)),
            ExecutorContext.Limits.DEFAULT,
            surroundings.threads(),
            clock,
            assembly.meters());
  }

  /**
   * What a dispatcher would get from its loop.
   *
   * @param threads makes the threads that connections need
   * @param random makes secrets
   */
  public record Surroundings(ThreadFactory threads, Random random) {}

  /** Hears what becomes of the host keys that an instance shows (SSH-3, SSH-4). Thread-safe. */
  public interface HostKeyWatch {
    /**
     * Told of a key that proved to be the instance's own.
     *
     * @param key the key
     */
    void accepted(HostKey key);

    /**
     * Told of a key that is certainly somebody else's. Not told where that may come out yet: while
     * the instance's init command has not written its secret.
     *
     * @param key the key
     */
    void refused(HostKey key);
  }

  /** One instance that is to be made. Its secret stays here. */
  public static final class Order {
    private final InstanceOrder order;
    private final String token;
    private final Map<String, String> resourceTags;

    private Order(InstanceOrder order, String token, Map<String, String> resourceTags) {
      this.order = order;
      this.token = token;
      this.resourceTags = resourceTags;
    }

    /**
     * Whether an instance is the one that was made for this order.
     *
     * @param instance as it was listed
     * @return true if it carries the order's secret
     */
    public boolean isFor(Instance instance) {
      return order.isFor(instance);
    }

    /**
     * What it must carry from its first moment.
     *
     * @return names and values; one value is a secret
     */
    public Map<String, String> tags() {
      Map<String, String> tags = new LinkedHashMap<>(resourceTags);
      tags.putAll(order.request(token).tags());
      return tags;
    }

    @Override
    public String toString() {
      return order.toString();
    }
  }

  /**
   * Opens an instance set.
   *
   * @param config the configuration
   * @param driver the driver
   * @param parameters what it is given
   * @param surroundings threads and chance
   * @return the set, to be closed
   * @throws IllegalArgumentException if a parameter or the private key is wrong; names all that is
   * @throws CloudException if the provider can't be reached, or refuses the credentials
   */
  public static CloudTrial open(
      DispatcherConfig config, Driver driver, Map<String, ?> parameters, Surroundings surroundings)
      throws CloudException {
    Assembly assembly;
    // A dispatcher has a store; nothing is kept in this one.
    try (InMemoryController store = new InMemoryController()) {
      assembly = Dispatcher.builder(config).driver(driver, parameters).controller(store).assemble();
    }
    Tags tags = new Tags(config.get(Settings.TAG_KEY_PREFIX), config.instanceSetId());
    InstanceSet set =
        driver.open(
            new DriverContext(
                assembly.driverParameters(),
                config.instanceSetId(),
                tags.instanceSetKey(),
                config.resourceTags(),
                System.getLogger("io.dispatchcloud.driver." + driver.name()),
                assembly.meters(),
                Clocks.monotonic()));
    try {
      PoolSettings settings = PoolSettings.of(config, set.hostProfile(), assembly.publicKey());
      return new CloudTrial(assembly, set, surroundings, settings);
    } catch (RuntimeException | Error e) {
      set.close();
      throw e;
    }
  }

  /**
   * Draws up an order. A dispatcher of the same instance set would leave the instance alone: it is
   * on hold.
   *
   * @param type what size
   * @return the order; nothing is made yet
   */
  public Order order(InstanceType type) {
    InstanceOrder order = new InstanceOrder(settings, type, IdleBehavior.HOLD, secret());
    return new Order(order, "dispatch-" + secret(), assembly.config().resourceTags());
  }

  private String secret() {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /**
   * Creates what was ordered.
   *
   * @param order the order
   * @return the new instance
   * @throws CloudException as {@link InstanceSet#create}; an instance may have been made all the
   *     same
   */
  public Instance create(Order order) throws CloudException {
    return set.create(order.order.request(order.token));
  }

  /**
   * Lists the instances that carry the set's id.
   *
   * @return all of them
   * @throws CloudException as {@link InstanceSet#instances}
   */
  public List<Instance> instances() throws CloudException {
    return set.instances(settings.tags().ofTheSet());
  }

  /**
   * Makes what runs commands on an instance; connects when the first one comes.
   *
   * @param order what it was made for
   * @param instance as it was listed last, with an address
   * @param watch told of each host key that is judged, on any thread
   * @return the executor, to be closed
   */
  public Executor connect(Order order, Instance instance, HostKeyWatch watch) {
    ExecutorTarget target = order.order.target(instance);
    return assembly.executors().open(executors, new Watched(target, watch));
  }

  /**
   * What tells that an instance is ready to work.
   *
   * @return a command, which succeeds then
   */
  public String bootProbe() {
    return settings.host().bootProbeCommand();
  }

  /**
   * Whether the runner's commands go through {@code sudo -n}.
   *
   * @param instance where
   * @return true if its user needs to become root
   */
  public boolean needsSudo(Instance instance) {
    return settings.host().sudo() && !instance.remoteUser().equals("root");
  }

  /**
   * What cleans up after creates that died half way.
   *
   * @return the driver's sweeper, if there is one
   */
  public Optional<LeakSweeper> leakSweeper() {
    return set.leakSweeper();
  }

  /** Lets go of connections to the provider; instances stay. */
  @Override
  public void close() {
    set.close();
  }

  private record Watched(ExecutorTarget target, HostKeyWatch watch) implements ExecutorTarget {
    @Override
    public Optional<String> address() {
      return target.address();
    }

    @Override
    public String remoteUser() {
      return target.remoteUser();
    }

    @Override
    public HostKeyVerdict verifyHostKey(HostKey key, CommandRunner connection)
        throws ExecutorException, InterruptedException {
      AtomicBoolean secretRead = new AtomicBoolean();
      CommandRunner watched =
          command -> {
            CommandResult result = connection.run(command);
            secretRead.set(result.succeeded() && !result.stdout().text().isBlank());
            return result;
          };
      HostKeyVerdict verdict;
      try {
        verdict = target.verifyHostKey(key, watched);
      } catch (ExecutorException e) {
        // A secret that can't be read may be written yet; another one stays another one.
        if (e.reason() == ExecutorException.Reason.HOST_KEY_REFUSED && secretRead.get()) {
          watch.refused(key);
        }
        throw e;
      }
      if (verdict == HostKeyVerdict.ACCEPTED) {
        watch.accepted(key);
      } else {
        watch.refused(key);
      }
      return verdict;
    }
  }
}
