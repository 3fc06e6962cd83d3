package io.dispatchcloud.core;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.core.loop.Blocking;
import io.dispatchcloud.core.loop.Loop;
import io.dispatchcloud.core.loop.Outcome;
import io.dispatchcloud.core.loop.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A dispatcher without a thread, on a machine that its owner moves: the same decisions as {@link
 * Dispatcher}, in time that somebody else makes. It is what simulators are built on. Not
 * thread-safe: everything is called where the machine's events run.
 */
public final class SteppedDispatcher {
  private final Engine engine;
  private final Loop loop;
  private @Nullable DispatcherSnapshot snapshot;

  /**
   * Where a dispatcher runs: its time, its chance, and the way out to what blocks. It runs one
   * event at a time. A machine that stops to run events is a dispatcher that died.
   */
  public interface Machine extends InstantSource {
    /**
     * Runs something later, after all that is due before.
     *
     * @param delay how much later by this machine's clock; nothing or negative: as soon as
     *     possible, but not within this call
     * @param event what to run
     * @return cancels it
     */
    Runnable after(Duration delay, Runnable event);

    /**
     * Does work that blocks: it takes some of the machine's time.
     *
     * @param name what it is, for people
     * @param work what to do; returns when it is done, and throws nothing
     * @param then an event that comes after it, never within this call
     */
    void work(String name, Runnable work, Runnable then);

    /**
     * Chance.
     *
     * @return the machine's own generator
     */
    RandomGenerator random();

    /**
     * Told of a bug: blocking work failed in a way that nobody can act on.
     *
     * @param name what work
     * @param bug what it threw
     */
    void bug(String name, RuntimeException bug);
  }

  /**
   * A dispatcher that has not begun.
   *
   * @param parts what it is put together from, as for a real one
   * @param machine where it runs
   * @throws IllegalArgumentException if something of it is missing or wrong
   */
  public SteppedDispatcher(DispatcherBuilder parts, Machine machine) {
    this(parts.assemble(), new MachineLoop(machine));
  }

  SteppedDispatcher(Assembly assembly, Loop loop) {
    this.loop = loop;
    this.engine = new Engine(assembly, loop, next -> snapshot = next);
  }

  /**
   * Begins.
   *
   * @param then called once: with nothing when it is active, or with why it can't be; never, if it
   *     is stopped before
   */
  public void start(Consumer<Optional<Exception>> then) {
    engine.begin(
        outcome ->
            then.accept(
                outcome instanceof Outcome.Failure<Boolean> failure
                    ? Optional.of(failure.error())
                    : Optional.empty()));
  }

  /**
   * Ends it in good order: it decides nothing more, closes the driver and gives the lease back.
   * Instances and containers stay.
   *
   * @param then called when that is done
   */
  public void stop(Runnable then) {
    Closing closing = engine.stop();
    loop.<Boolean>offload(
        "stop",
        () -> {
          closing.finish();
          return true;
        },
        done -> then.run());
  }

  /**
   * What it last published.
   *
   * @return the snapshot of its last pass or change of state; empty before it began
   */
  public Optional<DispatcherSnapshot> snapshot() {
    return Optional.ofNullable(snapshot);
  }

  /**
   * Why a container is where it is.
   *
   * @param id which container
   * @return what a pass considers now; empty if it is not in the queue, or this one is not active
   */
  public Optional<Explanation> explain(ContainerId id) {
    return engine.active().flatMap(active -> active.explain(id));
  }

  /**
   * What everything has cost since it became active.
   *
   * @return the account; empty if this one is not active
   */
  public Optional<CostReport> costs() {
    return engine.active().map(active -> active.pool().costs().get());
  }

  /**
   * How it is.
   *
   * @return its health; empty if this one is not active
   */
  public Optional<Health> health() {
    return engine.active().map(Active::health);
  }

  /**
   * Destroys an instance, whatever it does.
   *
   * @param id which
   * @param why for people
   * @return false if there is none, or this one is not active
   */
  public boolean killInstance(InstanceId id, String why) {
    return engine.active().map(active -> active.pool().killInstance(id, why)).orElse(false);
  }

  /**
   * Cancels a container, and ends what runs of it.
   *
   * @param id which
   * @param why for people
   * @return false if it is not in the queue or has ended, or this one is not active
   */
  public boolean killContainer(ContainerId id, String why) {
    return engine.active().map(active -> active.kill(id, why)).orElse(false);
  }

  /**
   * Says what becomes of an instance when it has nothing to do (POOL-2).
   *
   * @param id which
   * @param behavior what
   * @param why for people
   * @return false if there is none, or this one is not active
   */
  public boolean setIdleBehavior(InstanceId id, IdleBehavior behavior, String why) {
    return engine
        .active()
        .map(active -> active.pool().setBehavior(id, behavior, why))
        .orElse(false);
  }

  /**
   * Takes no new work from now on, and lets instances go as soon as nothing runs there. Does
   * nothing while this one is not active.
   */
  public void drain() {
    engine.active().ifPresent(Active::drain);
  }

  /** Ends it without a word: it decides nothing more, and its lease runs out. */
  void die() {
    engine.stop();
  }

  /** What it consists of while it is active. */
  Optional<Active> active() {
    return engine.active();
  }

  /** A machine as the loop that the dispatcher's parts belong to. */
  private record MachineLoop(Machine machine) implements Loop {
    @Override
    public Instant instant() {
      return machine.instant();
    }

    @Override
    public void execute(Runnable event) {
      machine.after(Duration.ZERO, event);
    }

    @Override
    public Timer after(Duration delay, Runnable event) {
      return machine.after(delay, event)::run;
    }

    @Override
    public <T> void offload(String name, Blocking<T> work, Consumer<Outcome<T>> then) {
      Attempt<T> attempt = new Attempt<>(machine, name, work);
      machine.work(name, attempt, () -> then.accept(attempt.outcome()));
    }

    @Override
    public RandomGenerator random() {
      return machine.random();
    }

    @Override
    public ThreadFactory threads() {
      return task -> {
        throw new IllegalStateException("a stepped dispatcher starts no thread");
      };
    }

    @Override
    public void checkOnLoop() {
      // There is no other thread that could call.
    }
  }

  private static final class Attempt<T> implements Runnable {
    private final Machine machine;
    private final String name;
    private final Blocking<T> work;
    private @Nullable Outcome<T> outcome;

    Attempt(Machine machine, String name, Blocking<T> work) {
      this.machine = machine;
      this.name = name;
      this.work = work;
    }

    @Override
    public void run() {
      try {
        outcome = new Outcome.Success<>(work.call());
      } catch (RuntimeException e) {
        machine.bug(name, e);
        outcome = new Outcome.Failure<>(e);
      } catch (Exception e) {
        outcome = new Outcome.Failure<>(e);
      }
    }

    Outcome<T> outcome() {
      if (outcome == null) {
        throw new IllegalStateException(name + ": not done yet");
      }
      return outcome;
    }
  }
}
