package io.dispatchcloud.driver.local.ssh;

import java.io.IOException;
import java.net.BindException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactory;
import org.apache.sshd.common.util.threads.SshThreadPoolExecutor;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;

/**
 * Starts SSH servers that share their threads: four for as long as this is open, whatever the
 * number of servers, and those of the commands that run. Thread-safe.
 */
public final class LoopbackServers implements AutoCloseable {
  private static final int IO_THREADS = 2;
  private static final long CLOSE_SECONDS = 10;

  private final ThreadPoolExecutor workers;
  private final ScheduledThreadPoolExecutor timer;
  private final Nio2ServiceFactory io;
  private final Set<LoopbackServer> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * Made without any server.
   *
   * @param threadName what the names of the threads begin with
   */
  public LoopbackServers(String threadName) {
    Ed25519Registrar.registerUnlessSupported();
    workers = cachedPool(new NamedThreads(threadName + "-worker-"));
    timer = new ScheduledThreadPoolExecutor(1, new NamedThreads(threadName + "-timer-"));
    timer.setRemoveOnCancelPolicy(true);
    // Never started: sshd wants a manager for what no single server owns, and reads the options of
    // sockets from it.
    SshServer owner = SshServer.setUpDefaultServer();
    CoreModuleProperties.TCP_NODELAY.set(owner, true);
    NamedThreads ioThreads = new NamedThreads(threadName + "-io-");
    io =
        new Nio2ServiceFactory(
            owner,
            new SshThreadPoolExecutor(
                IO_THREADS,
                IO_THREADS,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                ioThreads),
            new SshThreadPoolExecutor(
                0, IO_THREADS, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), ioThreads));
  }

  /**
   * Platform threads, also where there are virtual ones: most of what a command waits for is a read
   * from a pipe, and such a read holds on to its carrier.
   */
  private static ThreadPoolExecutor cachedPool(ThreadFactory threads) {
    return new ThreadPoolExecutor(
        0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
  }

  /**
   * Starts a server on 127.0.0.1.
   *
   * @param settings what it is to be
   * @return a server that listens
   * @throws IllegalArgumentException if its authorized key can't be read; says what was expected
   * @throws BindException if somebody else has its port
   * @throws IOException if it can't be started for another reason
   */
  public LoopbackServer start(ServerSettings settings) throws IOException {
    LoopbackServer server = new LoopbackServer(settings, workers, timer, io, running::remove);
    running.add(server);
    boolean started = false;
    try {
      // After the server was added: so either this sees the close, or the close sees the server.
      if (closed) {
        throw new IOException("the SSH servers are closed");
      }
      server.listen();
      started = true;
      return server;
    } catch (IllegalStateException e) {
      throw new IOException("the SSH servers are being closed", e);
    } finally {
      if (!started) {
        server.stop();
      }
    }
  }

  /**
   * The threads on which commands run, for handlers that need more than one for a command.
   *
   * @return runs each task at once, on a thread that may block
   */
  public Executor workers() {
    return workers;
  }

  /** Stops every server, as {@link LoopbackServer#stop} does, and ends the threads. */
  @Override
  public void close() {
    closed = true;
    List.copyOf(running).forEach(LoopbackServer::stop);
    workers.shutdownNow();
    timer.shutdownNow();
    try {
      io.close(true).await(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
      // A thread that reads what a detached process holds open goes on until that process ends.
      workers.awaitTermination(1, TimeUnit.SECONDS);
    } catch (IOException e) {
      throw new IllegalStateException("the SSH servers' threads did not end", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
