package io.dispatchcloud.core.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.executor.Command;
import io.dispatchcloud.api.executor.Executor;
import io.dispatchcloud.core.ssh.ManyCommands.Tally;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

class JschLoadTest {
  private final TestContext context = new TestContext();

  @Test
  @DisplayName("SSH-1 500 commands of 50 threads share one connection and never mix")
  void many() throws Exception {
    try (MinaServer server = new MinaServer();
        Executor executor = context.open(TestTarget.at(server.port()))) {
      ManyCommands.run(executor, 500, 50);

      assertThat(server.sessions).hasValue(1);
      assertThat(server.mostChannels).hasValueLessThanOrEqualTo(TestContext.LIMITS.channels() + 2);
    }
  }

  @Test
  @DisplayName("SSH-8 while the keys change all the time, output is whole or unknown, never short")
  void rekeys(TestReporter reporter) throws Exception {
    try (MinaServer server = new MinaServer().rekeyAfter(1 << 20);
        Executor executor = context.open(TestTarget.at(server.port()))) {
      Tally tally = ManyCommands.copy(executor, 24, 6, 2 << 20);
      reporter.publishEntry(server.keyExchanges + " key exchanges", tally.toString());

      assertThat(server.keyExchanges).hasValueGreaterThan(20);
      assertThat(tally.whole()).isPositive();
      assertThat(executor.run(Command.of("true")).succeeded()).isTrue();
    }
  }
}
