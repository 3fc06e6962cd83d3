package io.dispatchcloud.server.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Saying how far something is")
class TickerTest {
  private final StringWriter told = new StringWriter();
  private Instant now = Instant.EPOCH;

  private Ticker ticker(boolean wanted, boolean moves) {
    return new Ticker(new PrintWriter(told), wanted, moves, () -> now);
  }

  private void after(Duration time, Ticker ticker, String line) {
    now = now.plus(time);
    ticker.show(line);
  }

  @Test
  @DisplayName("is a line each ten seconds where nothing can move")
  void plain() {
    Ticker ticker = ticker(true, false);

    after(Duration.ofSeconds(9), ticker, "one");
    after(Duration.ofSeconds(1), ticker, "two");
    after(Duration.ofSeconds(1), ticker, "three");
    after(Duration.ofSeconds(9), ticker, "four");
    ticker.end();

    assertThat(told.toString()).isEqualTo("two%nfour%n".formatted());
  }

  @Test
  @DisplayName("is a line that changes on a terminal, and goes away at the end")
  void moving() {
    Ticker ticker = ticker(true, true);

    after(Duration.ofSeconds(1), ticker, "one\u001b[31m");
    after(Duration.ofSeconds(1), ticker, "two");
    ticker.end();
    ticker.end();

    assertThat(told.toString()).isEqualTo("\r\u001b[Kone [31m\r\u001b[Ktwo\r\u001b[K");
  }

  @Test
  @DisplayName("is nothing where it is not wanted")
  void unwanted() {
    Ticker ticker = ticker(false, false);

    after(Duration.ofMinutes(1), ticker, "one");

    assertThat(told.toString()).isEmpty();
  }
}
