package io.dispatchcloud.server.run;

/** Signals for tests, without those of the process. */
public final class Signals {
  private static final int INTERRUPT = 2;

  private Signals() {}

  /** Deaf to the process's own. */
  public static Interrupts none() {
    return Interrupts.none();
  }

  /** One more Ctrl-C. */
  public static void send(Interrupts interrupts) {
    interrupts.received(INTERRUPT);
  }
}
