package io.dispatchcloud.server.run;

import io.dispatchcloud.server.show.Row;
import io.dispatchcloud.server.show.Tally;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/** What runs the containers, as far as a job's run needs to know it. Thread-safe. */
interface Engine extends AutoCloseable {
  /** Starts; blocks until it works. */
  void start() throws EngineException, InterruptedException;

  /** Waits; true when every container has ended. */
  boolean awaitEnd(Duration atMost) throws EngineException, InterruptedException;

  /** Where things stand. */
  Tally tally(Duration elapsed);

  /** A row for each container, in the order of the file. */
  List<Row> rows();

  /** Cancels every container that has not ended, and kills those that run. */
  void cancelAll(String reason) throws EngineException;

  /** Shuts instances down as they become empty, and waits; true when none is left. */
  boolean drain(Duration atMost) throws EngineException, InterruptedException;

  /** Destroys every instance, whatever runs there. */
  void killInstances(String reason);

  /** The instances that there are now. */
  List<String> instancesLeft();

  /** How many instances there have been. */
  int instancesUsed();

  /** What they cost. */
  BigDecimal cost();

  /** Lets go of everything; instances that are left stay as they are. */
  @Override
  void close();
}
