package io.dispatchcloud.core.ssh;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import io.dispatchcloud.api.executor.ExecutorContext;
import io.dispatchcloud.api.executor.ExecutorException;
import io.dispatchcloud.api.executor.ExecutorException.Reason;
import io.dispatchcloud.api.executor.HostKey;
import java.net.SocketTimeoutException;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** Makes SSH sessions: connects, takes whatever host key comes, and logs in. */
final class Handshake {
  /** SSH_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE of RFC 4253, section 11.1. */
  private static final String NO_MORE_LOGIN = "SSH_MSG_DISCONNECT: 14 ";

  /** What a server says that has seen too many keys. */
  private static final String TOO_MANY = "Too many authentication failures";

  private final ExecutorContext context;
  private final byte[] privateKey;

  Handshake(ExecutorContext context, byte[] privateKey) {
    this.context = context;
    this.privateKey = privateKey;
  }

  /**
   * Connects and logs in.
   *
   * @param link unused so far; ended by whoever wants to stop this
   * @param verified the host key verified last
   * @throws ExecutorException if that fails; the link is ended then
   */
  Connection connect(Link link, HostAddress address, String user, @Nullable HostKey verified)
      throws ExecutorException {
    RecordedHostKey recorded = new RecordedHostKey();
    try {
      JSch jsch = new JSch();
      jsch.setInstanceLogger(JschLog.INSTANCE);
      jsch.setHostKeyRepository(recorded);
      jsch.addIdentity("dispatch", privateKey.clone(), null, null);
      Session session = jsch.getSession(user, address.host(), address.port());
      Algorithms.configure(session, verified);
      session.setSocketFactory(link);
      session.setThreadFactory(reader(link));
      session.setServerAliveInterval(
          (int) Math.min(Integer.MAX_VALUE, Math.max(1, context.limits().keepAlive().toMillis())));
      session.setServerAliveCountMax(2);
      session.connect(
          (int) Math.min(Integer.MAX_VALUE, Math.max(1, context.limits().connect().toMillis())));
      jsch.removeAllIdentity();
      HostKey key = recorded.key();
      if (key == null) {
        throw new JSchException("the server showed no host key");
      }
      return new Connection(context, link, session, address.toString(), key);
    } catch (JSchException | RuntimeException e) {
      boolean stopped = link.isEnded();
      link.end("could not connect");
      throw failure(address, user, e, stopped ? link.endReason() : null);
    }
  }

  /** Makes the thread that reads for the session: when it ends, however it ends, so does all. */
  private ThreadFactory reader(Link link) {
    return work -> {
      link.establish();
      return context
          .threads()
          .newThread(
              () -> {
                try {
                  work.run();
                } finally {
                  link.end("the connection went");
                }
              });
    };
  }

  private static ExecutorException failure(
      HostAddress address, String user, Exception e, @Nullable String stopped) {
    if (stopped != null) {
      return new ExecutorException(Reason.UNREACHABLE, address + ": " + stopped, e);
    }
    String message = String.valueOf(e.getMessage());
    if (message.startsWith("Auth ")
        || message.startsWith(NO_MORE_LOGIN)
        || message.contains(TOO_MANY)) {
      return new ExecutorException(
          Reason.LOGIN_REFUSED, address + ": refused the login of '" + user + "'", e);
    }
    String what =
        e.getCause() instanceof SocketTimeoutException ? "did not answer in time" : why(e);
    return new ExecutorException(Reason.UNREACHABLE, address + ": could not connect: " + what, e);
  }

  private static String why(Exception e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
