package io.dispatchcloud.api.cloud;

import io.dispatchcloud.api.config.Parameter;
import java.util.List;

/**
 * Makes instance sets at one provider; found by {@link java.util.ServiceLoader} and chosen by name.
 * Needs a public constructor without parameters that does nothing. Two sets of one driver, for two
 * accounts say, live side by side. Thread-safe.
 */
public interface Driver {
  /**
   * The name it is chosen by.
   *
   * @return lower-case letters and digits: {@code ec2}
   */
  String name();

  /**
   * Every parameter that it knows. The dispatcher checks what was configured against these before
   * it opens anything, and masks the secret ones.
   *
   * @return the parameters, in the order in which to explain them
   */
  List<Parameter<?>> parameters();

  /**
   * Opens an instance set. May block for a minute.
   *
   * @param context what it needs to know
   * @return a set that belongs to the caller, who closes it
   * @throws IllegalArgumentException if parameters that are right one by one don't go together;
   *     names them
   * @throws CloudException if the provider can't be reached, or refuses the credentials
   */
  InstanceSet open(DriverContext context) throws CloudException;
}
