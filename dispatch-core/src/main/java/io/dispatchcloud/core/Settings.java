package io.dispatchcloud.core;

import io.dispatchcloud.api.config.Parameter;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Every setting of a dispatcher that is a single value (section 10). The names are those of the
 * configuration file; each has a default, and {@link DispatcherConfig.Builder#set} checks it.
 */
public final class Settings implements LimitSettings, InstanceSettings, ContainerSettings {
  static final long MANY = 1_000_000;
  static final Duration LEAST_INTERVAL = Duration.ofMillis(100);

  private Settings() {}

  /**
   * Every setting, in the order in which to explain them.
   *
   * @return the settings
   */
  public static List<Parameter<?>> all() {
    return Stream.of(LimitSettings.all(), InstanceSettings.all(), ContainerSettings.all())
        .<Parameter<?>>flatMap(List::stream)
        .toList();
  }
}
