package io.dispatchcloud.core.ssh;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BoundedSinkTest {
  private final AtomicInteger closes = new AtomicInteger();

  @Test
  @DisplayName("SSH-6 output up to the bound is kept whole")
  void keepsUpToTheBound() {
    BoundedSink sink = sink(5);
    sink.write("hel".getBytes(US_ASCII), 0, 3);
    sink.write("xlox".getBytes(US_ASCII), 1, 2);

    assertThat(sink.output().text()).isEqualTo("hello");
    assertThat(sink.output().dropped()).isZero();
  }

  @Test
  @DisplayName("SSH-6 output beyond the bound is cut at its end, and counted")
  void cutsAndCounts() {
    BoundedSink sink = sink(5);
    sink.write("hello wor".getBytes(US_ASCII), 0, 9);
    sink.write('l');
    sink.write('d');

    assertThat(sink.output().text()).isEqualTo("hello");
    assertThat(sink.output().dropped()).isEqualTo(6);
    assertThat(sink.written()).isEqualTo(11);
  }

  @Test
  @DisplayName("SSH-6 a bound of nothing keeps nothing")
  void keepsNothing() {
    BoundedSink sink = sink(0);
    sink.write('x');

    assertThat(sink.output().bytes()).isEmpty();
    assertThat(sink.output().dropped()).isEqualTo(1);
  }

  @Test
  @DisplayName("SSH-8 the end of a stream is told")
  void tellsItsEnd() {
    BoundedSink sink = sink(5);
    assertThat(sink.isClosed()).isFalse();
    sink.close();

    assertThat(sink.isClosed()).isTrue();
    assertThat(closes).hasValue(1);
  }

  private BoundedSink sink(int limit) {
    return new BoundedSink(limit, closes::incrementAndGet);
  }
}
