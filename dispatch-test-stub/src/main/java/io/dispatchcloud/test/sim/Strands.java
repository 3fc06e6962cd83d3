package io.dispatchcloud.test.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Blocking work that can stop in its middle while the world goes on: each strand is a thread, but
 * never does more than one thread of a world run, so that everything stays in order.
 */
final class Strands implements AutoCloseable {
  private final List<Strand> alive = new ArrayList<>();
  private @Nullable ExecutorService threads;

  /** Ends a strand that is not to go on: its process has died. */
  static final class Cut extends Error {
    private static final long serialVersionUID = 1L;

    Cut() {
      super("the process of this work died", null, false, false);
    }
  }

  /** One piece of work. */
  final class Strand {
    private final Semaphore turn = new Semaphore(0);
    private final Semaphore back = new Semaphore(0);
    private boolean done;
    private boolean cut;
    private @Nullable Throwable failure;

    /** Lets it go on until it stops or ends. */
    void resume() {
      turn.release();
      back.acquireUninterruptibly();
      if (done) {
        alive.remove(this);
        if (failure instanceof Error error) {
          throw error;
        }
        if (failure instanceof RuntimeException bug) {
          throw bug;
        }
      }
    }

    boolean isDone() {
      return done;
    }

    /** Ends it where it stands. */
    void cut() {
      cut = true;
      resume();
    }

    /** Stops; called on the strand itself. Returns when it is resumed. */
    void stop() {
      back.release();
      turn.acquireUninterruptibly();
      if (cut) {
        throw new Cut();
      }
    }

    private void run(Runnable work) {
      turn.acquireUninterruptibly();
      try {
        if (!cut) {
          work.run();
        }
      } catch (Cut e) {
        failure = null;
      } catch (RuntimeException | Error e) {
        failure = e;
      } finally {
        done = true;
        back.release();
      }
    }
  }

  /** A strand that has not begun: it does when it is resumed. */
  Strand begin(Runnable work) {
    if (threads == null) {
      threads = Executors.newCachedThreadPool(daemons());
    }
    Strand strand = new Strand();
    alive.add(strand);
    threads.execute(() -> strand.run(work));
    return strand;
  }

  private static ThreadFactory daemons() {
    ThreadFactory usual = Executors.defaultThreadFactory();
    return task -> {
      Thread thread = usual.newThread(task);
      thread.setDaemon(true);
      thread.setName("simulation-" + thread.getName());
      return thread;
    };
  }

  @Override
  public void close() {
    for (Strand strand : List.copyOf(alive)) {
      strand.cut();
    }
    if (threads != null) {
      threads.shutdown();
    }
  }
}
