package io.dispatchcloud.test.kit;

import java.util.Objects;
import java.util.function.Predicate;

/**
 * One numbered test of a kit.
 *
 * @param number the rule that it proves, and which of that rule's tests it is: {@code SET-3.2}
 * @param title what holds
 * @param exists which claims it is there for
 * @param body the test itself
 * @param <C> the claims
 * @param <B> the bench that it works on
 */
record KitTest<C, B>(String number, String title, Predicate<C> exists, Body<B> body) {
  KitTest {
    Objects.requireNonNull(number, "number");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(exists, "exists");
    Objects.requireNonNull(body, "body");
  }

  /** What a test does. */
  @FunctionalInterface
  interface Body<B> {
    void run(B bench) throws Exception;
  }

  /** One that everybody has to pass. */
  static <C, B> KitTest<C, B> test(String number, String title, Body<B> body) {
    return new KitTest<>(number, title, claims -> true, body);
  }

  /** The same test for those alone who claim, or don't claim, something. */
  KitTest<C, B> where(Predicate<C> claim) {
    return new KitTest<>(number, title, claim, body);
  }

  String displayName() {
    return number + " " + title;
  }
}
