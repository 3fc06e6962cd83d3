package io.dispatchcloud.server.cloudtest;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.core.CloudTrial;
import io.dispatchcloud.core.Settings;
import io.dispatchcloud.server.job.JobFile;
import io.dispatchcloud.server.run.Interrupts;
import io.dispatchcloud.server.show.Ticker;
import io.dispatchcloud.server.show.Words;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Checks an account in each place that is configured. */
public final class CloudTestRunner {
  private static final int SUCCESS = 0;
  private static final int SOMETHING_FAILED = 1;

  private final JobFile job;
  private final CheckOptions options;
  private final Interrupts interrupts;
  private final InputStream in;
  private final Protocol protocol;
  private final Patience patience;

  /**
   * Made for one check.
   *
   * @param job how to dispatch; its instance set is the one to use
   * @param options how to check
   * @param interrupts tells when to stop
   * @param in where Enter comes from
   * @param out gets a line for each step
   * @param ticker tells how long something is waited for
   * @param clock tells how long steps take
   */
  public CloudTestRunner(
      JobFile job,
      CheckOptions options,
      Interrupts interrupts,
      InputStream in,
      PrintWriter out,
      Ticker ticker,
      InstantSource clock) {
    this.job = job;
    this.options = options;
    this.interrupts = interrupts;
    this.in = in;
    this.protocol = new Protocol(out, clock, ticker);
    this.patience =
        new Patience(
            interrupts, clock, job.config().get(Settings.PROBE_INTERVAL), protocol::waiting);
  }

  /**
   * The type to check with.
   *
   * @param job how to dispatch
   * @param name the type's name; empty for the cheapest
   * @return the type
   * @throws IllegalArgumentException if there is none of that name
   */
  public static InstanceType type(JobFile job, String name) {
    List<InstanceType> types = job.config().instanceTypes();
    if (name.isEmpty()) {
      return types.stream()
          .min(Comparator.comparing(InstanceType::price).thenComparing(InstanceType::name))
          .orElseThrow();
    }
    return types.stream()
        .filter(type -> type.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--type: '"
                        + name
                        + "'; expected one of "
                        + String.join(", ", types.stream().map(InstanceType::name).toList())));
  }

  /**
   * Checks.
   *
   * @return the exit status that it deserves
   * @throws InterruptedException if the thread is interrupted
   */
  public int run() throws InterruptedException {
    protocol.say(
        "driver " + job.driver().name() + ", instance set " + job.config().instanceSetId());
    List<Place> places = Place.of(job);
    for (Place place : places) {
      if (!interrupts.any()) {
        check(place);
      }
    }
    if (interrupts.any()) {
      protocol.say("stopped by a signal");
      return interrupts.exitStatus();
    }
    protocol.say(protocol.failures() == 0 ? "All is well." : "Not all is well; see above.");
    // What nobody could read is not well.
    return protocol.failures() == 0 && protocol.isWritten() ? SUCCESS : SOMETHING_FAILED;
  }

  private void check(Place place) throws InterruptedException {
    if (!place.name().isEmpty()) {
      protocol.say(place.name() + ":");
    }
    AtomicReference<@Nullable CloudTrial> opened = new AtomicReference<>();
    protocol.step("open", () -> open(place, opened));
    CloudTrial trial = opened.get();
    if (trial == null) {
      return;
    }
    try {
      new PlaceCheck(
              trial,
              job.config(),
              type(job, options.type()),
              options,
              protocol,
              patience,
              this::awaitEnter,
              wayOut())
          .run();
    } finally {
      protocol.quietly("close", trial::close);
    }
  }

  private String open(Place place, AtomicReference<@Nullable CloudTrial> opened)
      throws StepFailedException {
    try {
      opened.set(
          CloudTrial.open(
              job.config(),
              job.driver(),
              place.parameters(),
              new CloudTrial.Surroundings(CloudTestRunner::thread, new SecureRandom())));
      return "the provider takes parameters and credentials";
    } catch (CloudException e) {
      throw Advice.onCall(e, "see driverParameters: credentials, region or project, endpoint");
    } catch (IllegalArgumentException e) {
      throw new StepFailedException(String.valueOf(e.getMessage()), "see driverParameters");
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "cloudtest");
    thread.setDaemon(true);
    return thread;
  }

  private String wayOut() {
    return "destroy them by hand, or by: ./dispatch cloudtest --config "
        + Words.quoted(job.file().toString())
        + " --instance-set-id "
        + Words.quoted(job.config().instanceSetId().value())
        + " --destroy-existing";
  }

  /** Until somebody presses Enter, the input ends, or a signal comes. */
  private void awaitEnter() throws InterruptedException {
    CountDownLatch pressed = new CountDownLatch(1);
    AtomicReference<@Nullable IOException> unreadable = new AtomicReference<>();
    thread(
            () -> {
              try {
                int read = in.read();
                while (read >= 0 && read != '\n') {
                  read = in.read();
                }
              } catch (IOException e) {
                unreadable.set(e);
              } finally {
                pressed.countDown();
              }
            })
        .start();
    try {
      if (!patience.until(Duration.ofDays(1), () -> pressed.getCount() == 0)) {
        protocol.say("nobody came");
      }
      IOException failure = unreadable.get();
      if (failure != null) {
        protocol.say("stdin can't be read: " + failure.getMessage());
      }
    } catch (StepFailedException e) {
      protocol.say(String.valueOf(e.getMessage()));
    }
  }
}
