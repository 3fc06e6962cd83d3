package io.dispatchcloud.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("In memory")
class FootprintTest {
  private static final int COUNT = 1_000;

  @Test
  @DisplayName("one more of something takes what it alone takes")
  void oneMore() {
    String shared = "what all of them share";
    Footprint footprint =
        Footprint.ofOneMore(
            COUNT,
            n -> {
              Object[][] all = new Object[n][];
              for (int i = 0; i < n; i++) {
                all[i] = new Object[] {new int[4], shared};
              }
              return new Object[] {all};
            });

    // A reference to an array of two references, and an array of four ints.
    assertThat(footprint.bytes()).isEqualTo(4 + 24 + 32);
  }

  @Test
  @DisplayName("what others keep anyway does not count")
  void others() {
    Footprint footprint =
        Footprint.ofOneMoreIn(
            COUNT,
            n -> {
              int[][] theirs = new int[n][4];
              Object[][] all = new Object[n][];
              for (int i = 0; i < n; i++) {
                all[i] = new Object[] {theirs[i]};
              }
              return new Footprint.Heap(List.of(all, "root"), List.of(theirs, "others"));
            });

    // A reference to an array of one reference.
    assertThat(footprint.bytes()).isEqualTo(4 + 24);
  }

  @Test
  @DisplayName("a queued container takes less than 400 bytes, with what a pass leaves of it")
  void container() {
    assertThat(MemoryCommand.container(COUNT).bytes()).isBetween(250.0, 400.0);
    assertThat(MemoryCommand.containerWithPass(COUNT).bytes()).isBetween(250.0, 400.0);
  }

  @Test
  @DisplayName("a worker takes less than 1.5 kB of a whole dispatcher, idle or with a container")
  void worker() {
    assertThat(MemoryCommand.worker(COUNT, false).bytes()).isBetween(500.0, 1_500.0);
    assertThat(MemoryCommand.worker(COUNT, true).bytes()).isBetween(1_000.0, 1_500.0);
  }
}
