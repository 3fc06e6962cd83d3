package io.dispatchcloud.server.job;

import io.dispatchcloud.api.cloud.Driver;
import io.dispatchcloud.api.config.Parameter;
import io.dispatchcloud.api.config.Secret;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.core.DispatcherConfig;
import io.dispatchcloud.core.Settings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A job that can be run: all of it was checked.
 *
 * @param file the file that it came from
 * @param config how to dispatch
 * @param driver where instances come from
 * @param driverParameters what the driver is told; may hold secrets
 * @param containers what to run; none if only the configuration was asked for
 * @param lastCommand what to run here after all of them; empty for nothing
 */
public record JobFile(
    Path file,
    DispatcherConfig config,
    Driver driver,
    Map<String, Object> driverParameters,
    List<ContainerSpec> containers,
    List<String> lastCommand) {
  private static final String LOCAL = "local";

  public JobFile {
    driverParameters = Map.copyOf(driverParameters);
    containers = List.copyOf(containers);
    lastCommand = List.copyOf(lastCommand);
  }

  /**
   * The folder that the file is in.
   *
   * @return an absolute path
   */
  public Path folder() {
    return folderOf(file);
  }

  /**
   * Whether what an earlier run left in the job's instance set can only be this job's own: the set
   * is named after this very file, or it is on this machine.
   *
   * @return false if somebody else may use a set of that name
   */
  public boolean ownsItsInstanceSet() {
    return driver.name().equals(LOCAL)
        || config.instanceSetId().value().equals(InstanceSetName.of(file));
  }

  /**
   * The settings by name, as {@link DispatcherConfig.Builder#setAll} takes them, to go with the
   * configured types.
   *
   * @return those that were given and those that have a default; may hold a secret
   */
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    for (Parameter<?> setting : Settings.all()) {
      config.settings().find(setting).ifPresent(value -> settings.put(setting.name(), value));
    }
    // The preemptible twins are among the types already.
    settings.remove(Settings.PREEMPTIBLE_PRICE_FACTOR.name());
    return settings;
  }

  /**
   * The same with a key to log in to instances with.
   *
   * @param key a private key, unencrypted
   * @return a copy; the job itself, if it has a key
   */
  public JobFile withPrivateKey(Secret key) {
    if (config.settings().find(Settings.DISPATCH_PRIVATE_KEY).isPresent()) {
      return this;
    }
    DispatcherConfig.Builder other =
        DispatcherConfig.builder(config.instanceSetId().value()).setAll(settings());
    other.setAll(Map.of(Settings.DISPATCH_PRIVATE_KEY.name(), key.reveal()));
    config.instanceTypes().forEach(other::instanceType);
    config.resourceTags().forEach(other::resourceTag);
    return new JobFile(file, other.build(), driver, driverParameters, containers, lastCommand);
  }

  /**
   * The same configuration for another instance set.
   *
   * @param id the set's id
   * @param parameters what the driver is told
   * @return a copy
   * @throws IllegalArgumentException if there can't be a set of that id
   */
  public JobFile inSet(String id, Map<String, Object> parameters) {
    DispatcherConfig.Builder other = DispatcherConfig.builder(id).setAll(settings());
    config.instanceTypes().forEach(other::instanceType);
    config.resourceTags().forEach(other::resourceTag);
    return new JobFile(file, other.build(), driver, parameters, containers, lastCommand);
  }

  static Path folderOf(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    Path parent = absolute.getParent();
    return parent == null ? absolute : parent;
  }

  @Override
  public String toString() {
    return file + ", " + containers.size() + " containers on " + driver.name();
  }
}
