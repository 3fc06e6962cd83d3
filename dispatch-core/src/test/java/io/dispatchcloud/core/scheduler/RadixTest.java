package io.dispatchcloud.core.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

@Label("Sorting without comparing")
class RadixTest {
  @Property(tries = 500)
  @Label("SCH-2 sorts any numbers as comparing them does, and keeps the order of equal ones")
  void numbers(@ForAll long seed, @ForAll @IntRange(max = 300) int size) {
    Random random = new Random(seed);
    long mask = -1L >>> random.nextInt(64);
    long offset = random.nextLong();
    long[] keys = random.longs(size).map(value -> (value & mask) + offset).toArray();

    int[] sorted = new Radix(size).by(keys).sorted();

    assertThat(sorted)
        .isEqualTo(
            IntStream.range(0, size)
                .boxed()
                .sorted(Comparator.comparingLong(index -> keys[index]))
                .mapToInt(index -> index)
                .toArray());
  }

  @Property(tries = 500)
  @Label("SCH-2 sorts any text as comparing it does: prefixes, equal ones, every character")
  void text(@ForAll long seed, @ForAll @IntRange(max = 300) int size) {
    Random random = new Random(seed);
    int alphabet = 1 + random.nextInt(random.nextBoolean() ? 3 : 0x180);
    String prefix = "p".repeat(random.nextInt(20));
    List<String> texts =
        IntStream.range(0, size)
            .mapToObj(
                i ->
                    prefix
                        + random
                            .ints(random.nextInt(25), 0, alphabet)
                            .mapToObj(character -> String.valueOf((char) character))
                            .reduce("", String::concat))
            .toList();
    int[] order = Radix.indexes(size);

    int begin = size / 10;
    Radix.sortByText(order, begin, size, texts::get);

    assertThat(IntStream.of(order).limit(begin).toArray())
        .isEqualTo(IntStream.range(0, begin).toArray());
    assertThat(IntStream.of(order).skip(begin).mapToObj(texts::get).toList())
        .isEqualTo(texts.subList(begin, size).stream().sorted().toList());
    assertThat(IntStream.of(order).sorted().toArray())
        .isEqualTo(IntStream.range(0, size).toArray());
  }
}
