package io.dispatchcloud.core.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.Session;
import io.dispatchcloud.api.executor.HostKey;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("When a server is asked about a command that has ended, with its channel open")
class LingeringQuestionsTest {
  private static final Duration QUIET = Duration.ofSeconds(3);

  private final TestContext threads = new TestContext();
  private final AtomicLong output = new AtomicLong();
  private final ChannelExec ended = new Ended();
  private Instant now = Instant.EPOCH;
  private Lingering lingering;

  /** A session that is down, while nothing is known of the link's end. */
  @BeforeEach
  void loseSession() throws Exception {
    Session down = new JSch().getSession("user", "127.0.0.1");
    var context = threads.context(TestContext.LIMITS, threads.key, () -> now);
    Link link = new Link(Deadline.in(() -> now, Duration.ofHours(1)));
    HostKey hostKey = new HostKey("ssh-ed25519", new byte[0]);
    Connection connection = new Connection(context, link, down, "test", hostKey);
    lingering = new Lingering(connection, output::get, () -> {});
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  /** Looks, and waits for what that started. */
  private int questionsAfterLook() throws Exception {
    assertThat(lingering.isOver(ended)).isFalse();
    threads.joinThreads();
    return threads.threadsMade();
  }

  @Test
  @DisplayName("SSH-8 a question that is lost is asked again when it was quiet once more")
  void lostQuestion() throws Exception {
    assertThat(questionsAfterLook()).isZero();
    pass(QUIET);
    assertThat(questionsAfterLook()).isEqualTo(1);

    for (int look = 0; look < 10; look++) {
      assertThat(questionsAfterLook()).as("at once").isEqualTo(1);
    }
    pass(QUIET);
    assertThat(questionsAfterLook()).isEqualTo(2);
  }

  @Test
  @DisplayName("SSH-8 nothing is asked while output comes, however long that is")
  void outputGoesOn() throws Exception {
    for (int look = 0; look < 10; look++) {
      assertThat(questionsAfterLook()).isZero();
      output.incrementAndGet();
      pass(Duration.ofHours(1));
    }
  }

  /** The channel of a command that has ended well. */
  private static final class Ended extends ChannelExec {
    @Override
    public int getExitStatus() {
      return 0;
    }
  }
}
