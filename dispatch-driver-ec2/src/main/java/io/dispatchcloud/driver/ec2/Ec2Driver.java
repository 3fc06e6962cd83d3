package io.dispatchcloud.driver.ec2;

import com.google.auto.service.AutoService;
import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.Driver;
import io.dispatchcloud.api.cloud.DriverContext;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.cloud.InstanceTypeCatalog;
import io.dispatchcloud.api.config.Parameter;
import java.util.List;

/**
 * Makes instances at Amazon EC2, or at a cloud that speaks its protocol (section 12). Sees the
 * dispatcher's API and the vendor's SDK alone. Thread-safe.
 */
@AutoService(Driver.class)
public final class Ec2Driver implements Driver, InstanceTypeCatalog {
  /** Made without doing anything. */
  public Ec2Driver() {}

  @Override
  public String name() {
    return "ec2";
  }

  @Override
  public List<Parameter<?>> parameters() {
    return Ec2Parameters.ALL;
  }

  /**
   * Opens a set, and asks the provider once for one of its instances: a wrong region or wrong
   * credentials are refused here, not at the first listing.
   */
  @Override
  public InstanceSet open(DriverContext context) throws CloudException {
    Ec2Settings settings = Ec2Settings.read(context.parameters());
    Ec2InstanceSet set = new Ec2InstanceSet(settings, context, Ec2Connection.open(settings));
    boolean opened = false;
    try {
      set.checkAccess();
      opened = true;
    } finally {
      if (!opened) {
        set.close();
      }
    }
    return set;
  }

  @Override
  public List<InstanceType> instanceTypes(DriverContext context) throws CloudException {
    Ec2Settings settings = Ec2Settings.read(context.parameters());
    try (Ec2Connection connection = Ec2Connection.open(settings)) {
      return new TypeCatalog(connection, settings, context).types();
    }
  }
}
