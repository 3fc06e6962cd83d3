package io.dispatchcloud.core.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.executor.Command;
import io.dispatchcloud.core.ssh.ManyCommands.Tally;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

@Tag("system")
class OpenSshLoadTest extends OpenSshFixture {
  @Test
  @DisplayName("SSH-1 500 commands of 50 threads end with their own output and status")
  void many() throws Exception {
    start(TestContext.LIMITS);
    ManyCommands.run(executor, 500, 50);
  }

  @Test
  @DisplayName("SSH-5 500 commands of 50 threads to a server with few channels: none is lost")
  void manyForFewChannels() throws Exception {
    start(TestContext.LIMITS, "MaxSessions 2");
    ManyCommands.run(executor, 500, 50);
  }

  @Test
  @DisplayName("SSH-8 while the keys change all the time, output is whole or unknown, never short")
  void rekeys(TestReporter reporter) throws Exception {
    start(TestContext.LIMITS, "RekeyLimit 1M", "LogLevel DEBUG1");
    Tally tally = ManyCommands.copy(executor, 24, 6, 4 << 20);
    long exchanges = server.log().lines().filter(line -> line.contains("rekey in after")).count();
    reporter.publishEntry(exchanges + " key exchanges", tally.toString());

    assertThat(exchanges).isGreaterThan(20);
    assertThat(tally.whole()).isPositive();
    assertThat(executor.run(Command.of("true")).succeeded()).isTrue();
  }
}
