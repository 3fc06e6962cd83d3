package io.dispatchcloud.server;

import io.dispatchcloud.server.show.Screen;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Who uses the program at a terminal, if anybody does: answers questions, looks at a screen. */
interface Operator {
  /** Whether somebody can be asked something. */
  boolean canAsk();

  /** What somebody types, up to Enter; empty if there is no more to come. */
  Optional<String> answer() throws IOException;

  /** Sits down to look at something for a while. */
  Watch watch();

  /** Somebody looks at what changes. Signals end the watch instead of the process. */
  interface Watch extends AutoCloseable {
    /** The screen, taken over until the watch is closed; empty if there is none. */
    Optional<Screen> screen();

    /** Lets some time pass; false as soon as somebody wants an end. */
    boolean pause(Duration time) throws InterruptedException;

    /** 0, or 128 and the number of the signal that ended it. */
    int exitStatus();

    @Override
    void close();
  }
}
