package io.dispatchcloud.api.meter;

import java.time.Duration;
import java.util.Map;

/**
 * Where the dispatcher, a driver, an executor or a store counts and times what it does. The
 * dispatcher hands one in; it adds its own prefix and forwards to the application's registry. All
 * methods may be called on any thread, never block and never throw.
 */
public interface Meters {
  /**
   * Adds to a counter, which starts at 0.
   *
   * @param name the counter's name, lower-case words with dots: {@code driver.operations}
   * @param tags what tells its series apart; few values each
   * @param amount how much to add; not negative
   */
  void count(String name, Map<String, String> tags, double amount);

  /**
   * Records how long something took.
   *
   * @param name the timer's name
   * @param tags what tells its series apart; few values each
   * @param duration how long it took; not negative
   */
  void time(String name, Map<String, String> tags, Duration duration);

  /**
   * Sets how much there is of something now. The value stays until it is set again: whoever sets a
   * gauge sets it to 0 when there is nothing any more.
   *
   * @param name the gauge's name
   * @param tags what tells its series apart; few values each
   * @param value how much there is
   */
  void gauge(String name, Map<String, String> tags, double value);

  /**
   * Meters that forget everything.
   *
   * @return the same object each time
   */
  static Meters none() {
    return NoMeters.INSTANCE;
  }
}
