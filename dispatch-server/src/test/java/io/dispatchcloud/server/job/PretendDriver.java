package io.dispatchcloud.server.job;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.Driver;
import io.dispatchcloud.api.cloud.DriverContext;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.config.Parameter;
import java.util.List;

/** A driver that can be configured, and refuses to open. Public for the ServiceLoader. */
public final class PretendDriver implements Driver {
  @Override
  public String name() {
    return "pretend";
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of(
        Parameter.text("region", "where").required(),
        Parameter.integer("tries", "how often", 0, 9),
        Parameter.secret("token", "what opens the door"));
  }

  @Override
  public InstanceSet open(DriverContext context) throws CloudException {
    throw new CloudException("the provider is closed today");
  }
}
