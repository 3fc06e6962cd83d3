package io.dispatchcloud.server.show;

import java.util.List;

/** A whole terminal to draw on. For one thread. */
public interface Screen extends AutoCloseable {
  /**
   * How wide it is now.
   *
   * @return columns
   */
  int width();

  /**
   * How high it is now.
   *
   * @return rows
   */
  int height();

  /**
   * Shows a picture instead of the one before; what has no room is cut off.
   *
   * @param lines its lines
   */
  void show(List<String> lines);

  /**
   * Waits for a key, a moment at the most.
   *
   * @param milliseconds how long
   * @return whether somebody asked it to end
   */
  boolean quitWithin(long milliseconds);

  /** Leaves the terminal as it was. */
  @Override
  void close();
}
