package io.dispatchcloud.api.queue;

import io.dispatchcloud.api.config.Parameter;
import java.util.List;

/**
 * Opens container stores; found by {@link java.util.ServiceLoader} and chosen by name. Needs a
 * public constructor without parameters that does nothing. Thread-safe.
 */
public interface ContainerControllerProvider {
  /**
   * The name it is chosen by.
   *
   * @return lower-case letters and digits: {@code jdbc}
   */
  String name();

  /**
   * Every parameter that it knows.
   *
   * @return the parameters, in the order in which to explain them
   */
  List<Parameter<?>> parameters();

  /**
   * Opens a store. May block for a minute.
   *
   * @param context what it needs to know
   * @return a store that belongs to the caller, who closes it
   * @throws IllegalArgumentException if parameters that are right one by one don't go together;
   *     names them
   * @throws ControllerException if the store can't be reached, or refuses the credentials
   */
  ContainerController open(ControllerContext context) throws ControllerException;
}
