package io.dispatchcloud.core.ssh;

import io.dispatchcloud.api.executor.Command;
import io.dispatchcloud.api.executor.CommandResult;
import io.dispatchcloud.api.executor.Executor;
import io.dispatchcloud.api.executor.ExecutorContext;
import io.dispatchcloud.api.executor.ExecutorException;
import io.dispatchcloud.api.executor.ExecutorException.Reason;
import io.dispatchcloud.api.executor.ExecutorTarget;
import io.dispatchcloud.api.executor.HostKey;
import io.dispatchcloud.api.executor.HostKeyVerdict;
import io.dispatchcloud.core.ssh.NotStartedException.Why;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps at most one good connection to a target, and runs commands over it. */
final class JschExecutor implements Executor {
  private static final Logger LOG = LoggerFactory.getLogger(JschExecutor.class);
  private static final String CLOSED = "the executor was closed";

  private final ExecutorContext context;
  private final Handshake handshake;
  private volatile ExecutorTarget target;

  private final Object lock = new Object();
  private final Set<Link> links = new HashSet<>();
  private @Nullable Connection current;
  private @Nullable Attempt attempt;
  private @Nullable HostKey verified;
  private boolean closed;

  JschExecutor(ExecutorContext context, Handshake handshake, ExecutorTarget target) {
    this.context = context;
    this.handshake = handshake;
    this.target = Objects.requireNonNull(target, "target");
  }

  @Override
  public void setTarget(ExecutorTarget target) {
    this.target = Objects.requireNonNull(target, "target");
  }

  @Override
  public CommandResult run(Command command) throws ExecutorException, InterruptedException {
    Connection connection = connection(null);
    // Connecting has a bound of its own, which the command's does not include.
    Deadline deadline =
        Deadline.in(context.clock(), command.timeout().orElse(context.limits().command()));
    try {
      return connection.run(command, deadline, false);
    } catch (NotStartedException e) {
      if (e.why() == Why.TIME_OVER) {
        throw notStarted(connection, e);
      }
      LOG.atDebug().addKeyValue("host", connection).log("connecting anew: {}", e.getMessage());
    }
    Instant before = context.clock().instant();
    Connection anew = connection(connection);
    Duration connecting = Duration.between(before, context.clock().instant());
    try {
      return anew.run(command, deadline.later(connecting), true);
    } catch (NotStartedException e) {
      throw notStarted(anew, e);
    }
  }

  @Override
  public void close() {
    List<Link> open;
    Attempt waitedFor;
    synchronized (lock) {
      closed = true;
      open = List.copyOf(links);
      waitedFor = attempt;
    }
    if (waitedFor != null) {
      waitedFor.fail(closedException());
    }
    open.forEach(link -> link.end(CLOSED));
  }

  /**
   * The connection to use: the one there is, or the one being made, which is waited for.
   *
   * @param failed one that will not do
   */
  private Connection connection(@Nullable Connection failed)
      throws ExecutorException, InterruptedException {
    Attempt joined;
    synchronized (lock) {
      if (closed) {
        throw closedException();
      }
      if (current != null && current != failed && current.isUsable()) {
        return current;
      }
      if (attempt == null || attempt.isSettled()) {
        attempt = begin(target);
      }
      joined = attempt;
    }
    return joined.await();
  }

  private Attempt begin(ExecutorTarget to) throws ExecutorException {
    String text = to.address().orElse(null);
    if (text == null) {
      throw new ExecutorException(Reason.NO_ADDRESS, "the instance has no address yet");
    }
    HostAddress address;
    try {
      address = HostAddress.parse(text, context.defaultPort());
    } catch (IllegalArgumentException e) {
      throw new ExecutorException(Reason.UNREACHABLE, String.valueOf(e.getMessage()), e);
    }
    Deadline deadline = Deadline.in(context.clock(), context.limits().connect());
    Link link = new Link(deadline);
    Attempt begun = new Attempt(link, address.toString(), deadline);
    HostKey known = verified;
    context.threads().newThread(() -> connect(begun, to, address, known)).start();
    links.add(link);
    link.onEnd(() -> forget(link));
    return begun;
  }

  private void forget(Link link) {
    synchronized (lock) {
      links.remove(link);
    }
  }

  private void connect(
      Attempt begun, ExecutorTarget to, HostAddress address, @Nullable HostKey known) {
    try {
      Connection made = handshake.connect(begun.link(), address, to.remoteUser(), known);
      if (known == null || !made.hostKey().equals(known)) {
        verify(begun, to, made);
      }
      adopt(begun, made);
    } catch (ExecutorException e) {
      begun.fail(e);
    } catch (InterruptedException | RuntimeException e) {
      // Only the target's own methods get here. A key that nobody could judge is not trusted.
      begun.fail(
          new ExecutorException(
              Reason.HOST_KEY_REFUSED, address + ": the host key could not be checked: " + e, e));
    } finally {
      // Does nothing unless it was an Error that ended it.
      begun.fail(new ExecutorException(Reason.UNREACHABLE, address + ": could not connect"));
    }
  }

  private void verify(Attempt begun, ExecutorTarget to, Connection made)
      throws ExecutorException, InterruptedException {
    // It is logged in: now the instance has as long as a command may take.
    begun.extend(Deadline.in(context.clock(), context.limits().command()));
    HostKeyVerdict verdict =
        to.verifyHostKey(made.hostKey(), command -> runUntrusted(made, command));
    if (verdict != HostKeyVerdict.ACCEPTED) {
      throw new ExecutorException(
          Reason.HOST_KEY_REFUSED,
          made + ": its host key is not the instance's: " + made.hostKey());
    }
  }

  /** Runs a command by which the instance finds out whose connection it is: over no other one. */
  private CommandResult runUntrusted(Connection made, Command command)
      throws ExecutorException, InterruptedException {
    Duration limit = command.timeout().orElse(context.limits().command());
    try {
      return made.run(command, Deadline.in(context.clock(), limit), true);
    } catch (NotStartedException e) {
      throw notStarted(made, e);
    }
  }

  /** Makes it the one to use. One that it replaces ends with its last command. */
  private void adopt(Attempt begun, Connection made) {
    Connection old;
    synchronized (lock) {
      if (!begun.succeed(made)) {
        return;
      }
      old = current;
      current = made;
      verified = made.hostKey();
    }
    if (old != null) {
      old.retire();
    }
    LOG.atDebug().addKeyValue("host", made).log("connected");
  }

  private ExecutorException notStarted(Connection connection, NotStartedException e) {
    synchronized (lock) {
      if (closed) {
        return closedException();
      }
    }
    Reason reason = e.why() == Why.GONE ? Reason.UNREACHABLE : Reason.NO_CHANNEL;
    return new ExecutorException(reason, connection + ": " + e.getMessage(), e);
  }

  private static ExecutorException closedException() {
    return new ExecutorException(Reason.CLOSED, CLOSED);
  }
}
