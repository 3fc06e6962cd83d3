package io.dispatchcloud.server.job;

import io.dispatchcloud.api.cloud.Driver;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The drivers on the class path or the module path. */
final class Drivers {
  private static final Logger LOG = LoggerFactory.getLogger(Drivers.class);

  private Drivers() {}

  /** All that can be loaded, by name. */
  static List<Driver> find() {
    List<Driver> found = new ArrayList<>();
    for (ServiceLoader.Provider<Driver> provider :
        ServiceLoader.load(Driver.class).stream().toList()) {
      try {
        found.add(provider.get());
      } catch (ServiceConfigurationError e) {
        LOG.atWarn()
            .addKeyValue("driver", provider.type().getName())
            .setCause(e)
            .log("a driver can't be loaded");
      }
    }
    found.sort(Comparator.comparing(Driver::name));
    return found;
  }
}
