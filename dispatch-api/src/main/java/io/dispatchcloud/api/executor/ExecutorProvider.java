package io.dispatchcloud.api.executor;

/**
 * Makes executors; found by {@link java.util.ServiceLoader} and chosen by name. Needs a public
 * constructor without parameters that does nothing. Thread-safe.
 */
public interface ExecutorProvider {
  /**
   * The name it is chosen by.
   *
   * @return lower-case letters and digits: {@code jsch}
   */
  String name();

  /**
   * Makes an executor without connecting.
   *
   * @param context what all executors of one dispatcher share
   * @param target where to connect when the first command comes
   * @return an executor that belongs to the caller, who closes it
   * @throws IllegalArgumentException if the private key can't be read; says what was expected, and
   *     shows nothing of the key
   */
  Executor open(ExecutorContext context, ExecutorTarget target);
}
