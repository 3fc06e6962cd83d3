package io.dispatchcloud.server.job;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.Driver;
import io.dispatchcloud.api.cloud.DriverContext;
import io.dispatchcloud.api.cloud.GpuDevices;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.cloud.InstanceTypeCatalog;
import io.dispatchcloud.api.config.Parameter;
import java.math.BigDecimal;
import java.util.List;

/** A driver that can be configured, and refuses to open. Public for the ServiceLoader. */
public final class PretendDriver implements Driver, InstanceTypeCatalog {
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
  public List<InstanceType> instanceTypes(DriverContext context) throws CloudException {
    if (context.parameters().toString().contains("region=nowhere")) {
      throw new CloudException("there is no region nowhere");
    }
    return List.of(
        InstanceType.builder("tiny", 1, 512L << 20, new BigDecimal("0.0042")).build(),
        InstanceType.builder("m7.large", 2, 8L << 30, new BigDecimal("0.1"))
            .includedScratch(100_000_000_000L)
            .build(),
        InstanceType.builder("m7.large.spot", 2, 8L << 30, new BigDecimal("0.03"))
            .providerType("m7.large")
            .preemptible(true)
            .build(),
        InstanceType.builder("64", 64, 1L << 40, new BigDecimal("9"))
            .gpu(new GpuDevices("cuda", "12.4", "8.0", 4, 40L << 30))
            .build());
  }

  @Override
  public InstanceSet open(DriverContext context) throws CloudException {
    throw new CloudException("the provider is closed today");
  }
}
