package io.dispatchcloud.server.run;

import io.dispatchcloud.api.config.Secret;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.queue.AttemptLimits;
import io.dispatchcloud.api.queue.ConflictException;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.Page;
import io.dispatchcloud.core.Settings;
import io.dispatchcloud.queue.jdbc.ContainerFilter;
import io.dispatchcloud.queue.jdbc.JdbcController;
import io.dispatchcloud.queue.jdbc.JdbcSettings;
import io.dispatchcloud.server.job.JobFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The containers of a run, in a database in its output folder: what was done stays done, whatever
 * becomes of this process. The folder's lock must be held.
 */
final class RunStore implements AutoCloseable {
  private static final String REMEDY =
      "; run the same as before to go on with it, choose another folder, or begin anew with --anew";

  private final RunFolder folder;
  private final JdbcController controller;
  private final boolean goesOn;
  private final List<Container> earlier;

  private RunStore(RunFolder folder, JdbcController controller, List<Container> earlier) {
    this.folder = folder;
    this.controller = controller;
    this.earlier = List.copyOf(earlier);
    this.goesOn = earlier.stream().anyMatch(RunStore::wasBegun);
  }

  /**
   * Opens it with the job's containers in it: that of an earlier run that did not come to its end,
   * or a new one.
   *
   * @param output the output folder
   * @param job what is to be run
   * @param anew whether to forget a run that did not come to its end
   * @throws UnfinishedRunException if there is one, and this job is another one
   * @throws IOException if it can't be opened; the message is for people
   */
  static RunStore open(OutputFolder output, JobFile job, boolean anew)
      throws IOException, UnfinishedRunException {
    RunFolder folder = RunFolder.of(output);
    try {
      if (!anew && folder.hasUnfinished()) {
        RunStore found = open(folder, job);
        if (found.goesOn) {
          boolean fits = false;
          try {
            found.submit(job);
            fits = true;
            return found;
          } finally {
            if (!fits) {
              found.close();
            }
          }
        }
        // Nothing had begun: there is nothing to go on with.
        found.close();
      }
      folder.begin(job.config().instanceSetId());
      RunStore made = open(folder, job);
      made.controller.submit(job.containers());
      return made;
    } catch (ControllerException e) {
      throw new IOException("its store can't be used: " + e.getMessage(), e);
    }
  }

  private static RunStore open(RunFolder folder, JobFile job) throws ControllerException {
    AttemptLimits limits =
        new AttemptLimits(
            job.config().get(Settings.MAX_DISPATCH_ATTEMPTS).intValue(),
            job.config().get(Settings.MAX_RETRY_ATTEMPTS).intValue());
    JdbcController controller =
        JdbcController.open(
            folder.url(),
            "",
            Secret.of(""),
            new JdbcSettings(JdbcSettings.DEFAULT.schema(), limits));
    boolean opened = false;
    try {
      List<Container> earlier = new ArrayList<>();
      Page<Container> page = new Page<>(List.of(), Page.FIRST);
      do {
        page = controller.list(ContainerFilter.ALL, page.next());
        earlier.addAll(page.items());
      } while (!page.isLast());
      opened = true;
      return new RunStore(folder, controller, earlier);
    } finally {
      if (!opened) {
        controller.close();
      }
    }
  }

  private static boolean wasBegun(Container container) {
    return container.attempt() > 0 || container.state().isFinal();
  }

  private void submit(JobFile job) throws IOException, ControllerException, UnfinishedRunException {
    String set = folder.instanceSet();
    if (!set.equals(job.config().instanceSetId().value())) {
      throw refusal(
          "has its instances in the set " + set + ", not in " + job.config().instanceSetId());
    }
    Set<ContainerId> given = new HashSet<>();
    job.containers().forEach(spec -> given.add(spec.id()));
    List<String> missing =
        earlier.stream()
            .map(Container::id)
            .filter(id -> !given.contains(id))
            .map(ContainerId::value)
            .toList();
    if (!missing.isEmpty()) {
      throw refusal(
          "has containers that "
              + job.file()
              + " lacks, "
              + missing.get(0)
              + (missing.size() > 1 ? " and " + (missing.size() - 1) + " more" : ""));
    }
    try {
      controller.submit(job.containers());
    } catch (ConflictException e) {
      throw refusal(
          "has another container "
              + e.current().map(each -> each.id().value()).orElse("of the same name"));
    }
  }

  private static UnfinishedRunException refusal(String why) {
    return new UnfinishedRunException("the run in it did not come to its end, and " + why + REMEDY);
  }

  /** Whether an earlier run's containers are gone on with. */
  boolean goesOn() {
    return goesOn;
  }

  /** The containers that have ended in an earlier run. */
  List<Container> done() {
    return earlier.stream().filter(each -> each.state().isFinal()).toList();
  }

  /** Those of the job that have not ended. */
  List<ContainerSpec> left(JobFile job) {
    Set<ContainerId> ended = new HashSet<>();
    done().forEach(each -> ended.add(each.id()));
    return job.containers().stream().filter(spec -> !ended.contains(spec.id())).toList();
  }

  JdbcController controller() {
    return controller;
  }

  /** The key to log in to instances with, where the job has none of its own. */
  Secret key() throws IOException {
    return folder.key();
  }

  /** What {@link #ended} makes. */
  Path endFile() {
    return folder.endFile();
  }

  /** Nothing is left to go on with: the next run begins anew. */
  void ended() throws IOException {
    folder.end();
  }

  @Override
  public void close() {
    controller.close();
  }
}
