package io.dispatchcloud.core;

import io.dispatchcloud.api.cloud.Driver;
import io.dispatchcloud.api.config.Parameters;
import io.dispatchcloud.api.config.Problem;
import io.dispatchcloud.api.config.Secret;
import io.dispatchcloud.api.executor.ExecutorProvider;
import io.dispatchcloud.api.meter.Meters;
import io.dispatchcloud.api.queue.AttemptLimits;
import io.dispatchcloud.api.queue.ContainerController;
import io.dispatchcloud.api.queue.ContainerControllerProvider;
import io.dispatchcloud.api.queue.ContainerQueueProvider;
import io.dispatchcloud.api.queue.ControllerContext;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.core.loop.Clocks;
import io.dispatchcloud.core.queue.CachedQueueProvider;
import io.dispatchcloud.core.ssh.JschExecutorProvider;
import io.dispatchcloud.core.ssh.PrivateKeys;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Collects the parts of a {@link Dispatcher}. Not thread-safe. */
public final class DispatcherBuilder {
  private static final String FILE = "file:";

  private final DispatcherConfig config;
  private @Nullable Driver driver;
  private Map<String, ?> driverParameters = Map.of();
  private @Nullable ContainerController controller;
  private ContainerQueueProvider queues = new CachedQueueProvider();
  private @Nullable ExecutorProvider executors;
  private @Nullable OutputStore outputs;
  private DispatchListener listener = event -> {};
  private @Nullable PlacementPolicy placement;
  private Meters meters = Meters.none();

  DispatcherBuilder(DispatcherConfig config) {
    this.config = config;
  }

  /**
   * Chooses a driver by name.
   *
   * @param name the name of a driver on the class path or module path
   * @param parameters what it is given
   * @return this
   * @throws IllegalArgumentException if there is none of that name; names those that there are
   */
  public DispatcherBuilder driver(String name, Map<String, ?> parameters) {
    return driver(
        Plugins.find("driver", name, ServiceLoader.load(Driver.class), Driver::name), parameters);
  }

  /**
   * Sets the driver.
   *
   * @param value the driver
   * @param parameters what it is given
   * @return this
   */
  public DispatcherBuilder driver(Driver value, Map<String, ?> parameters) {
    driver = value;
    driverParameters = Map.copyOf(parameters);
    return this;
  }

  /**
   * Sets the store of containers. It stays its owner's to close.
   *
   * @param value the store
   * @return this
   */
  public DispatcherBuilder controller(ContainerController value) {
    controller = value;
    return this;
  }

  /**
   * Opens a store of containers by the name of its kind. Blocks as long as that takes. It belongs
   * to the caller, who closes it, and may be handed to {@link #controller}.
   *
   * @param config tells when to give a container up
   * @param name the name of a kind of store on the class path or module path
   * @param parameters what it is given
   * @return the store
   * @throws IllegalArgumentException if there is none of that name, or a parameter is wrong; names
   *     all that is, and those that there are
   * @throws ControllerException if the store can't be reached, or refuses the credentials
   */
  public static ContainerController openStore(
      DispatcherConfig config, String name, Map<String, ?> parameters) throws ControllerException {
    ContainerControllerProvider provider =
        Plugins.find(
            "store",
            name,
            ServiceLoader.load(ContainerControllerProvider.class),
            ContainerControllerProvider::name);
    return provider.open(
        new ControllerContext(
            Parameters.read("store '" + name + "'", parameters, provider.parameters()),
            new AttemptLimits(
                Math.toIntExact(config.get(Settings.MAX_DISPATCH_ATTEMPTS)),
                Math.toIntExact(config.get(Settings.MAX_RETRY_ATTEMPTS))),
            System.getLogger("io.dispatchcloud.store." + name),
            Meters.none(),
            Clocks.monotonic()));
  }

  /**
   * Chooses what makes the view of the store, by name; {@code cached} unless said otherwise.
   *
   * @param name the name of a provider of queues on the class path or module path
   * @return this
   * @throws IllegalArgumentException if there is none of that name; names those that there are
   */
  public DispatcherBuilder queues(String name) {
    return queues(
        Plugins.find(
            "queue",
            name,
            ServiceLoader.load(ContainerQueueProvider.class),
            ContainerQueueProvider::name));
  }

  /**
   * Chooses what talks to instances, by name; {@code jsch} unless said otherwise.
   *
   * @param name the name of an executor on the class path or module path
   * @return this
   * @throws IllegalArgumentException if there is none of that name; names those that there are
   */
  public DispatcherBuilder executors(String name) {
    return executors(
        Plugins.find(
            "executor", name, ServiceLoader.load(ExecutorProvider.class), ExecutorProvider::name));
  }

  /**
   * Sets what makes the view of the store; core's own, unless said otherwise.
   *
   * @param value the provider
   * @return this
   */
  public DispatcherBuilder queues(ContainerQueueProvider value) {
    queues = value;
    return this;
  }

  /**
   * Sets what talks to instances; core's own, over SSH, unless said otherwise.
   *
   * @param value the provider
   * @return this
   */
  public DispatcherBuilder executors(ExecutorProvider value) {
    executors = value;
    return this;
  }

  /**
   * Sets where everything goes that containers write. Without it, only the end of each stream is
   * kept, in the container's result.
   *
   * @param value the place
   * @return this
   */
  public DispatcherBuilder outputs(OutputStore value) {
    outputs = value;
    return this;
  }

  /**
   * Sets who is told of everything that happens.
   *
   * @param value the listener
   * @return this
   */
  public DispatcherBuilder listener(DispatchListener value) {
    listener = value;
    return this;
  }

  /**
   * Sets what chooses the types of new instances, instead of {@link Settings#PLACEMENT_POLICY}.
   *
   * @param value the policy
   * @return this
   */
  public DispatcherBuilder placement(PlacementPolicy value) {
    placement = value;
    return this;
  }

  /**
   * Sets where the dispatcher, drivers and executors count, time and tell the present values of all
   * that {@link Metric} has: {@link MicrometerMeters}, or others. None unless said otherwise.
   *
   * @param value the meters
   * @return this
   */
  public DispatcherBuilder meters(Meters value) {
    meters = value;
    return this;
  }

  /**
   * Makes the dispatcher; starts nothing.
   *
   * @return the dispatcher, to be started and closed
   * @throws IllegalArgumentException if a part is missing, a driver parameter or the private key is
   *     wrong, or there is a budget per container and the store does not tell what they cost; names
   *     all that is
   */
  public Dispatcher build() {
    return new Dispatcher(assemble(), Clocks.monotonic());
  }

  Assembly assemble() {
    if (driver == null) {
      throw new IllegalArgumentException(new Problem("driver", "", "a driver").toString());
    }
    if (controller == null) {
      throw new IllegalArgumentException(
          new Problem("controller", "", "a store of containers").toString());
    }
    requireCosts(controller);
    Parameters parameters =
        Parameters.read("driver '" + driver.name() + "'", driverParameters, driver.parameters());
    Secret privateKey = privateKey();
    return new Assembly(
        config,
        driver,
        parameters,
        controller,
        queues,
        executors != null ? executors : new JschExecutorProvider(),
        privateKey,
        PrivateKeys.publicKeyLine(privateKey),
        outputs,
        listener,
        placement != null ? placement : config.get(Settings.PLACEMENT_POLICY).policy(),
        meters,
        "process " + ProcessHandle.current().pid());
  }

  /** A budget that bounds nothing would be worse than none: nobody looks after the costs then. */
  private void requireCosts(ContainerController store) {
    BigDecimal budget = config.get(Settings.BUDGET_PER_CONTAINER);
    if (budget.signum() > 0 && !store.tellsCosts()) {
      throw new IllegalArgumentException(
          new Problem(
                  Settings.BUDGET_PER_CONTAINER.name(),
                  budget.toPlainString(),
                  "0, for this store does not tell what containers have cost")
              .toString());
    }
  }

  private Secret privateKey() {
    Secret configured = config.settings().find(Settings.DISPATCH_PRIVATE_KEY).orElse(null);
    if (configured == null) {
      // Good for instances that are not to outlive this process: another one could not log in.
      return PrivateKeys.generateEd25519();
    }
    if (!configured.reveal().startsWith(FILE)) {
      return configured;
    }
    Path path = Path.of(configured.reveal().substring(FILE.length()));
    try {
      return Secret.of(Files.readString(path));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          new Problem("dispatchPrivateKey", FILE + path, "a file that can be read").toString(), e);
    }
  }
}
