package io.dispatchcloud.server.run;

import io.dispatchcloud.server.show.Progress;
import io.dispatchcloud.server.show.Row;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes one job from its start to its end, whichever end that is. For one use. */
final class JobRun {
  private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);
  private static final Duration TICK = Duration.ofMillis(250);

  private final Engine engine;
  private final LastStep lastStep;
  private final OutputFolder folder;
  private final Progress progress;
  private final Interrupts interrupts;
  private final Lookout lookout;
  private final Trouble trouble;
  private final Ending ending;

  JobRun(
      Engine engine,
      LastStep lastStep,
      OutputFolder folder,
      Progress progress,
      Interrupts interrupts,
      InstantSource clock) {
    this.engine = engine;
    this.lastStep = lastStep;
    this.folder = folder;
    this.progress = progress;
    this.interrupts = interrupts;
    this.lookout = new Lookout(engine, progress, interrupts, clock);
    this.trouble = new Trouble(progress);
    this.ending = new Ending(engine, lookout, trouble, progress, interrupts, clock);
  }

  /**
   * Runs the job; answers with the exit status that it deserves. Once the engine has been started
   * nothing that fails is thrown, and nothing keeps the instances from being ended.
   */
  int run() throws EngineException, InterruptedException {
    engine.start();
    boolean well = false;
    boolean empty;
    try {
      well = work();
    } catch (Exception | Error e) {
      trouble.tell(e);
    } finally {
      empty = ending.run();
    }
    trouble.guard(lookout::look);
    progress.end();
    if (interrupts.any()) {
      return interrupts.exitStatus();
    }
    return well && empty && !trouble.any() ? 0 : 1;
  }

  private boolean work() throws EngineException, InterruptedException {
    while (!interrupts.any() && !engine.awaitEnd(TICK)) {
      lookout.look();
    }
    if (interrupts.any()) {
      progress.note("stopping: ending what runs; once more to hurry");
      engine.cancelAll("stopped by a signal");
    }
    boolean summed = summarize();
    boolean empty = engine.drain(Duration.ZERO);
    LOG.debug("all containers have ended; instances are {}", empty ? "gone" : "going");
    boolean lastSucceeded = !interrupts.any() && lastStep.run(progress, interrupts);
    return summed && lastSucceeded && engine.rows().stream().allMatch(Row::succeeded);
  }

  private boolean summarize() {
    try {
      Summary.write(engine.rows(), folder.path().resolve(OutputFolder.SUMMARY));
      return true;
    } catch (IOException e) {
      progress.note("error: " + OutputFolder.SUMMARY + " can't be written: " + e.getMessage());
      return false;
    }
  }

  Duration elapsed() {
    return lookout.elapsed();
  }
}
