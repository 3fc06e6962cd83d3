package io.dispatchcloud.core.ssh;

import com.jcraft.jsch.ChannelExec;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells when a command has ended whose channel stays open, because a child that it left behind
 * holds its stdout. How it ended is known then. Its own output is here, too, once nothing came for
 * a while and the server has then answered twice, one answer after the other, with still nothing
 * between.
 *
 * <p>Proven: what a server sent before an answer has arrived when the answer has, for SSH and TCP
 * keep the order. That alone says nothing of output that the server has not read from the command's
 * pipe yet. OpenSSH reads all pipes and sends what it read in the same loop that answers, but may
 * read a pipe and a question in one turn, and then answers first. Its next turn sends that output,
 * before it can read a second question, which is asked only when the first answer is here. So at
 * the second answer a pipe that held anything at the first one has been heard of: the window was
 * open, as whatever we had granted came before the first question.
 *
 * <p>Assumed: that other servers do as OpenSSH does, and do not leave output lying that a command
 * wrote before it ended while they answer what was asked seconds later. The other choice would be
 * to call every such command's outcome unknown, also that of the good ones: a daemon started with
 * {@code &} would make its start fail each time.
 */
final class Lingering {
  private static final Duration QUIET = Duration.ofSeconds(3);
  private static final int ANSWERS = 2;

  private final Connection connection;
  private final LongSupplier output;
  private final Runnable onAnswer;
  private @Nullable Deadline quiet;
  private @Nullable RoundTrip question;
  private long written;
  private int answers;

  /**
   * Made before the command starts.
   *
   * @param output how many bytes of output have come so far
   * @param onAnswer is run when it is time to ask again, on any thread
   */
  Lingering(Connection connection, LongSupplier output, Runnable onAnswer) {
    this.connection = connection;
    this.output = output;
    this.onAnswer = onAnswer;
  }

  /** Whether the command's end has come while the channel was open. */
  boolean isSeen() {
    return quiet != null;
  }

  /** Whether to wait no longer. */
  boolean isOver(ChannelExec channel) {
    if (channel.getExitStatus() < 0 && channel.getExitSignal() == null) {
      return false;
    }
    RoundTrip asked = question;
    // Looked at before the output is: then what came before the answer is seen.
    boolean answered = asked != null && asked.isAnswered();
    long now = output.getAsLong();
    boolean lost = asked != null && asked.isLost();
    if (quiet == null || now != written || lost) {
      // One that was lost is not asked again at once: it would be lost again, for as long as the
      // session is down and the link's end is not known.
      quiet = Deadline.in(connection.context().clock(), QUIET);
      written = now;
      question = null;
      answers = 0;
      return false;
    }
    if (!quiet.over()) {
      return false;
    }
    if (answered && ++answers == ANSWERS) {
      return true;
    }
    if (asked == null || answered) {
      question = RoundTrip.begin(connection, onAnswer);
    }
    return false;
  }
}
