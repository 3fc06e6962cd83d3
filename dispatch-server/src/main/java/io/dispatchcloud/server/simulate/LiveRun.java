package io.dispatchcloud.server.simulate;

import io.dispatchcloud.server.http.CurrentManagement;
import io.dispatchcloud.server.http.HttpSettings;
import io.dispatchcloud.server.http.ManagementServer;
import io.dispatchcloud.server.run.Interrupts;
import io.dispatchcloud.test.sim.LiveSimulation;
import io.dispatchcloud.test.sim.Simulation;
import io.dispatchcloud.test.sim.Violation;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A simulation that people look at and operate. For one use. */
public final class LiveRun {
  private static final int RULE_BROKEN = 1;
  private static final long TICK_MILLIS = 250;

  private final HttpSettings settings;
  private final Interrupts interrupts;
  private final PrintWriter out;
  private final CountDownLatch never = new CountDownLatch(1);

  /**
   * Made for one run.
   *
   * @param settings where it is shown
   * @param interrupts tells when to stop
   * @param out is told where that is, and how it ended
   */
  public LiveRun(HttpSettings settings, Interrupts interrupts, PrintWriter out) {
    this.settings = settings;
    this.interrupts = interrupts;
    this.out = out;
  }

  /**
   * Runs until all has ended, a rule was broken, or somebody interrupts.
   *
   * @param simulation what to simulate
   * @param speed how many of its seconds go by in a second, at the most
   * @return the exit status
   * @throws IOException if it can't be shown there; says why
   * @throws InterruptedException if the thread is interrupted
   */
  public int run(Simulation simulation, double speed) throws IOException, InterruptedException {
    try (LiveSimulation live = LiveSimulation.start(simulation, speed);
        ManagementServer server =
            ManagementServer.builder(settings, CurrentManagement.of(live))
                .clock(live.clock())
                .build()) {
      server.start();
      say("simulating; to be seen at " + server.uri() + ", until interrupted");
      while (live.isOn() && !interrupts.any()) {
        if (never.await(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
          break;
        }
      }
      Violation violation = live.violation().orElse(null);
      if (violation != null) {
        say("a rule was broken: " + violation);
        return RULE_BROKEN;
      }
      say(live.isOn() ? "interrupted" : "all containers have ended, and no instance is left");
      return 0;
    }
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }
}
