package io.dispatchcloud.core.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What differs between two lists")
class DifferenceTest {
  private static final int GONE = Difference.GONE;

  private static Difference between(String before, String after) {
    return Difference.between(letters(before), letters(after), 100);
  }

  private static Object[] letters(String text) {
    return text.chars().mapToObj(letter -> String.valueOf((char) letter).intern()).toArray();
  }

  @Test
  @DisplayName("nothing, where both are the same")
  void same() {
    assertThat(between("abc", "abc").isNone()).isTrue();
    assertThat(between("abc", "abc").movedTo()).containsExactly(0, 1, 2);
    assertThat(between("", "").isNone()).isTrue();
  }

  @Test
  @DisplayName("what is gone, what is new, and where the rest went, at both ends and in between")
  void changes() {
    Difference difference = between("abcdef", "xbdeyz");

    assertThat(difference.movedTo()).containsExactly(GONE, 1, GONE, 2, 3, GONE);
    assertThat(difference.fresh()).containsExactly(0, 4, 5);
    assertThat(between("", "ab").fresh()).containsExactly(0, 1);
    assertThat(between("ab", "").movedTo()).containsExactly(GONE, GONE);
  }

  @Test
  @DisplayName("that something counts as changed although it is the same")
  void change() {
    Difference difference = between("abc", "xabc");

    difference.change(1);

    assertThat(difference.movedTo()).containsExactly(1, GONE, 3);
    assertThat(difference.fresh()).containsExactly(0, 2);
    assertThat(difference.isNone()).isFalse();
  }

  @Test
  @DisplayName("too much, where more changed than may, or all of a long stretch did")
  void tooMuch() {
    assertThat(Difference.between(letters("abcd"), letters("wxyz"), 7)).isNull();
    assertThat(Difference.between(letters("abcd"), letters("wxyz"), 8)).isNotNull();
    Object[] some = IntStream.range(0, 1_000).boxed().toArray();
    Object[] others = IntStream.range(2_000, 3_000).boxed().toArray();
    assertThat(Difference.between(some, others, 10_000)).isNull();
  }
}
