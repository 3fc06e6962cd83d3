package io.dispatchcloud.core.loop;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes the threads that wait: virtual ones where the runtime has good ones, else platform ones.
 */
final class Threads {
  // Before 24 a virtual thread that blocks inside synchronized holds on to its carrier, and the SSH
  // library does just that.
  private static final int GOOD_VIRTUAL_THREADS = 24;

  private Threads() {}

  static ThreadFactory factory(String prefix) {
    return Runtime.version().feature() >= GOOD_VIRTUAL_THREADS
        ? virtualFactory(prefix)
        : platformFactory(prefix);
  }

  /** Runs each task at once on a thread of its own, or on one that has nothing to do. */
  static ExecutorService executor(ThreadFactory factory) {
    // A pool keeps platform threads for the next task; it takes virtual ones as they come, too.
    return Executors.newCachedThreadPool(factory);
  }

  private static ThreadFactory platformFactory(String prefix) {
    AtomicLong count = new AtomicLong();
    return task -> {
      Thread thread = new Thread(task, prefix + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Thread.ofVirtual().name(prefix, 1).factory(), looked up because this compiles for 17. */
  private static ThreadFactory virtualFactory(String prefix) {
    try {
      Class<?> builder = Class.forName("java.lang.Thread$Builder");
      Class<?> ofVirtual = Class.forName("java.lang.Thread$Builder$OfVirtual");
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      MethodHandle make =
          lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(ofVirtual));
      MethodHandle name =
          lookup.findVirtual(
              ofVirtual, "name", MethodType.methodType(ofVirtual, String.class, long.class));
      MethodHandle factory =
          lookup.findVirtual(builder, "factory", MethodType.methodType(ThreadFactory.class));
      Object named = name.invoke(make.invoke(), prefix, 1L);
      return (ThreadFactory) factory.invoke(named);
    } catch (Throwable e) {
      throw new IllegalStateException("this runtime has no virtual threads after all", e);
    }
  }
}
