package io.dispatchcloud.server.run;

import io.dispatchcloud.server.job.JobFile;
import io.dispatchcloud.server.show.EndTable;
import io.dispatchcloud.server.show.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.InstantSource;

/** Puts the parts of a job's run together. */
public final class JobRunner {
  private final OutputFolder folder;
  private final Progress progress;
  private final Interrupts interrupts;
  private final PrintWriter out;
  private final InstantSource clock;

  /**
   * Made for one run.
   *
   * @param folder where output goes
   * @param progress tells people how far it is
   * @param interrupts tells when to stop
   * @param out gets the table at the end
   * @param clock tells the time
   */
  public JobRunner(
      OutputFolder folder,
      Progress progress,
      Interrupts interrupts,
      PrintWriter out,
      InstantSource clock) {
    this.folder = folder;
    this.progress = progress;
    this.interrupts = interrupts;
    this.out = out;
    this.clock = clock;
  }

  /**
   * Runs a job to its end.
   *
   * @param job the job
   * @return the exit status that it deserves
   * @throws IllegalArgumentException if the job's settings don't go together
   * @throws IOException if the output folder can't be written to
   * @throws InterruptedException if the thread is interrupted
   */
  public int run(JobFile job) throws IOException, InterruptedException {
    folder.clear(job.containers());
    try (Engine engine = new CoreEngine(job, folder.store(), clock)) {
      return run(job, engine);
    }
  }

  int run(JobFile job, Engine engine) throws IOException, InterruptedException {
    LastStep lastStep = new LastStep(job.lastCommand(), job.folder(), folder.path());
    JobRun run = new JobRun(engine, lastStep, folder, progress, interrupts, clock);
    int status;
    try {
      status = run.run();
    } catch (EngineException e) {
      progress.note("error: " + e.getMessage());
      if (engine.rows().stream().allMatch(row -> row.instance().isEmpty())) {
        return 1;
      }
      status = 1;
    }
    EndTable.table(engine.rows()).forEach(out::println);
    out.println(
        EndTable.totals(engine.rows(), engine.instancesUsed(), engine.cost(), run.elapsed()));
    out.println("output: " + folder.path());
    out.flush();
    return status;
  }
}
