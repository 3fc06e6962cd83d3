package io.dispatchcloud.server.run;

import io.dispatchcloud.server.events.EventLog;
import io.dispatchcloud.server.http.ManagementDesk;
import io.dispatchcloud.server.job.JobFile;
import io.dispatchcloud.server.show.EndTable;
import io.dispatchcloud.server.show.FileTrouble;
import io.dispatchcloud.server.show.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the parts of a job's run together. */
public final class JobRunner {
  private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);
  private static final int SOMETHING_FAILED = 1;
  private static final int NOTHING_DONE = 2;

  private final OutputFolder folder;
  private final Progress progress;
  private final Interrupts interrupts;
  private final PrintWriter out;
  private final InstantSource clock;
  private final ManagementDesk desk;
  private final EventLog events;

  /**
   * Made for one run.
   *
   * @param folder where output goes
   * @param progress tells people how far it is
   * @param interrupts tells when to stop
   * @param out gets the table at the end
   * @param clock tells the time
   * @param desk shows the run to those who manage it
   * @param events gets all that its dispatcher does
   */
  public JobRunner(
      OutputFolder folder,
      Progress progress,
      Interrupts interrupts,
      PrintWriter out,
      InstantSource clock,
      ManagementDesk desk,
      EventLog events) {
    this.folder = folder;
    this.progress = progress;
    this.interrupts = interrupts;
    this.out = out;
    this.clock = clock;
    this.desk = desk;
    this.events = events;
  }

  /**
   * Runs a job to its end; goes on with an earlier run that did not come to its end.
   *
   * @param job the job
   * @param anew whether to forget such a run
   * @return the exit status that it deserves
   * @throws IllegalArgumentException if the job's settings don't go together
   * @throws IOException if the output folder can't be written to; nothing was done then
   * @throws UnfinishedRunException if there is such a run, but of something else; nothing was done
   * @throws InterruptedException if the thread is interrupted
   */
  public int run(JobFile job, boolean anew)
      throws IOException, UnfinishedRunException, InterruptedException {
    try (RunStore store = RunStore.open(folder, job, anew)) {
      folder.clear(store.left(job));
      if (store.goesOn()) {
        progress.note(
            "going on with the run in %s: %d of %d containers have ended"
                .formatted(folder.path(), store.done().size(), job.containers().size()));
      }
      CoreEngine engine =
          new CoreEngine(
              job.withPrivateKey(store.key()), folder.outputs(), store, desk.meters(), events);
      desk.archive().open(store.controller());
      desk.current().set(engine.management());
      int status;
      try {
        status = run(job, engine);
      } finally {
        desk.current().clear();
        desk.archive().close();
      }
      return engine.allEnded() ? Math.max(status, noteEnd(store)) : status;
    }
  }

  /** By now all is done and in the store: that it can't be noted is to lose nothing of it. */
  private int noteEnd(RunStore store) {
    try {
      store.ended();
      return 0;
    } catch (IOException e) {
      String why =
          store.endFile()
              + " can't be written: "
              + FileTrouble.words(e)
              + "; all containers have ended, and what came of them is kept. See to it that a file"
              + " can be made there, and run the same again: no container runs again, but the last"
              + " step does";
      new Trouble(progress).tell(new EngineException(why));
      return SOMETHING_FAILED;
    }
  }

  int run(JobFile job, Engine engine) throws InterruptedException {
    Trouble trouble = new Trouble(progress);
    int status = SOMETHING_FAILED;
    try {
      status = runOpen(job, engine, trouble);
    } finally {
      if (!trouble.guard(engine::close)) {
        LOG.debug("the engine does not close");
      }
    }
    return trouble.any() ? Math.max(status, SOMETHING_FAILED) : status;
  }

  private int runOpen(JobFile job, Engine engine, Trouble trouble) throws InterruptedException {
    LastStep lastStep = new LastStep(job.lastCommand(), job.folder(), folder.path());
    JobRun run = new JobRun(engine, lastStep, folder, progress, interrupts, clock);
    int status = SOMETHING_FAILED;
    try {
      status = run.run();
    } catch (EngineException e) {
      progress.note("error: " + e.getMessage());
      return e.inUse() ? NOTHING_DONE : SOMETHING_FAILED;
    } catch (RuntimeException | Error e) {
      trouble.tell(e);
    }
    trouble.guard(() -> table(engine, run));
    return status;
  }

  private void table(Engine engine, JobRun run) {
    EndTable.table(engine.rows()).forEach(out::println);
    out.println(
        EndTable.totals(engine.rows(), engine.instancesUsed(), engine.cost(), run.elapsed()));
    out.println("output: " + folder.path());
    out.flush();
  }
}
