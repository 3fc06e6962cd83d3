package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.core.DispatcherConfig;
import io.dispatchcloud.core.Settings;
import io.dispatchcloud.core.runner.EngineSettings;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * What of the configuration the scheduler goes by, read once.
 *
 * @param containersPerInstanceMax containers on one instance; 0 for any number
 * @param instancesGuess how many instances are taken to be allowed at first; 0 for any number
 * @param supervisorFraction what part of what runs may be supervisors; 0 for any
 * @param cancelUnsatisfiable whether what no type fits is cancelled
 * @param budgets what may be spent
 * @param staleLockTimeout how long a former dispatcher's containers hold the mapper back
 * @param engine what runs containers on an instance
 */
public record SchedulerSettings(
    int containersPerInstanceMax,
    int instancesGuess,
    BigDecimal supervisorFraction,
    boolean cancelUnsatisfiable,
    Budgets budgets,
    Duration staleLockTimeout,
    EngineSettings engine) {
  /**
   * Reads the configuration.
   *
   * @param config the configuration
   * @return the settings
   */
  public static SchedulerSettings of(DispatcherConfig config) {
    long guess = config.get(Settings.INITIAL_QUOTA_ESTIMATE);
    long instances = guess > 0 ? guess : config.get(Settings.MAX_INSTANCES);
    return new SchedulerSettings(
        Math.toIntExact(config.get(Settings.MAX_RUNNING_CONTAINERS_PER_INSTANCE)),
        Math.toIntExact(instances),
        config.get(Settings.SUPERVISOR_FRACTION),
        config.get(Settings.CANCEL_UNSATISFIABLE),
        Budgets.of(config),
        config.get(Settings.STALE_LOCK_TIMEOUT),
        new EngineSettings(
            config.get(Settings.RUNTIME_ENGINE),
            config.get(Settings.RUNTIME_ENGINE_ARGUMENTS),
            config.settings().find(Settings.RUN_AS).orElse(""),
            Math.toIntExact(config.get(Settings.OUTPUT_TAIL))));
  }
}
