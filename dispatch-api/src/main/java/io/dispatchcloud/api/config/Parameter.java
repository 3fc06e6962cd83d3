package io.dispatchcloud.api.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A declared parameter of a driver or a store: its name, its meaning, how its text is read, and
 * what it is when nobody gives it. Declare each as a constant; it is the key to its own value in
 * {@link Parameters}. Immutable.
 *
 * @param <T> the type of its value
 */
public final class Parameter<T> {
  private final String name;
  private final String description;
  private final String expected;
  private final boolean secret;
  private final boolean required;
  private final @Nullable T defaultValue;
  private final Function<Object, T> reader;

  private Parameter(
      String name,
      String description,
      String expected,
      boolean secret,
      boolean required,
      @Nullable T defaultValue,
      Function<Object, T> reader) {
    this.name = Objects.requireNonNull(name, "name");
    this.description = Objects.requireNonNull(description, "description");
    this.expected = expected;
    this.secret = secret;
    this.required = required;
    this.defaultValue = defaultValue;
    this.reader = reader;
  }

  private static <T> Parameter<T> optional(
      String name, String description, String expected, Function<Object, T> reader) {
    return new Parameter<>(name, description, expected, false, false, null, reader);
  }

  /**
   * A text that is not empty.
   *
   * @param name its name, in camel case
   * @param description what it means, for people
   * @return the parameter, optional and without a default
   */
  public static Parameter<String> text(String name, String description) {
    return optional(name, description, "a text", RawValue::text);
  }

  /**
   * A text that is masked wherever it would be shown.
   *
   * @param name its name, in camel case
   * @param description what it means, for people
   * @return the parameter, optional and without a default
   */
  public static Parameter<Secret> secret(String name, String description) {
    return new Parameter<>(
        name,
        description,
        "a secret text",
        true,
        false,
        null,
        raw -> raw instanceof Secret given ? given : Secret.of(RawValue.text(raw)));
  }

  /**
   * A whole number within bounds.
   *
   * @param name its name, in camel case
   * @param description what it means, for people
   * @param min the least value allowed
   * @param max the greatest value allowed
   * @return the parameter, optional and without a default
   */
  public static Parameter<Long> integer(String name, String description, long min, long max) {
    return optional(
        name,
        description,
        "a whole number from " + min + " to " + max,
        raw -> RawValue.integer(raw, min, max));
  }

  /**
   * A decimal number that is not negative, such as a price.
   *
   * @param name its name, in camel case
   * @param description what it means, for people
   * @return the parameter, optional and without a default
   */
  public static Parameter<BigDecimal> decimal(String name, String description) {
    return optional(name, description, "a number, 0 or more", RawValue::decimal);
  }

  /**
   * A yes or no.
   *
   * @param name its name, in camel case
   * @param description what it means, for people
   * @return the parameter, optional and without a default
   */
  public static Parameter<Boolean> flag(String name, String description) {
    return optional(name, description, "true or false", RawValue::flag);
  }

  /**
   * A duration, as {@link Quantities#parseDuration} reads it.
   *
   * @param name its name, in camel case
   * @param description what it means, for people
   * @return the parameter, optional and without a default
   */
  public static Parameter<Duration> duration(String name, String description) {
    return optional(
        name,
        description,
        Quantities.DURATION_FORM,
        raw ->
            raw instanceof Duration given && !given.isNegative()
                ? given
                : Quantities.parseDuration(RawValue.text(raw)));
  }

  /**
   * A duration of at least so much: an interval, say, that must not be nothing.
   *
   * @param name its name, in camel case
   * @param description what it means, for people
   * @param min the least value allowed
   * @return the parameter, optional and without a default
   */
  public static Parameter<Duration> duration(String name, String description, Duration min) {
    Parameter<Duration> any = duration(name, description);
    return optional(
        name,
        description,
        any.expected + ", at least " + Quantities.format(min),
        raw -> {
          Duration value = any.read(raw);
          if (value.compareTo(min) < 0) {
            throw new IllegalArgumentException("too short");
          }
          return value;
        });
  }

  /**
   * A size in bytes, as {@link Quantities#parseSize} reads it.
   *
   * @param name its name, in camel case
   * @param description what it means, for people
   * @return the parameter, optional and without a default
   */
  public static Parameter<Long> size(String name, String description) {
    return optional(
        name, description, Quantities.SIZE_FORM, raw -> Quantities.parseSize(RawValue.text(raw)));
  }

  /**
   * A size of at most so much.
   *
   * @param name its name, in camel case
   * @param description what it means, for people
   * @param max the greatest value allowed, in bytes
   * @return the parameter, optional and without a default
   */
  public static Parameter<Long> size(String name, String description, long max) {
    Parameter<Long> any = size(name, description);
    return optional(
        name,
        description,
        any.expected + ", at most " + Quantities.format(max),
        raw -> {
          long value = any.read(raw);
          if (value > max) {
            throw new IllegalArgumentException("too large");
          }
          return value;
        });
  }

  /**
   * One text or a list of texts.
   *
   * @param name its name, in camel case
   * @param description what it means, for people
   * @return the parameter, optional and without a default
   */
  public static Parameter<List<String>> textList(String name, String description) {
    return optional(name, description, "a text or a list of texts", RawValue::textList);
  }

  /**
   * One of a few words: the constants of an enum, in whatever case.
   *
   * @param name its name, in camel case
   * @param description what it means, for people
   * @param choices the enum
   * @param <E> the enum's type
   * @return the parameter, optional and without a default
   */
  public static <E extends Enum<E>> Parameter<E> choice(
      String name, String description, Class<E> choices) {
    String expected =
        Arrays.stream(choices.getEnumConstants())
            .map(RawValue::word)
            .collect(Collectors.joining(", ", "one of ", ""));
    return optional(name, description, expected, raw -> RawValue.choice(raw, choices));
  }

  /**
   * The same parameter, which must be given.
   *
   * @return a copy without a default
   */
  public Parameter<T> required() {
    return new Parameter<>(name, description, expected, secret, true, null, reader);
  }

  /**
   * The same parameter with a value for when it is not given.
   *
   * @param value the default
   * @return a copy that is optional
   */
  public Parameter<T> defaultsTo(T value) {
    Objects.requireNonNull(value, "value");
    return new Parameter<>(name, description, expected, secret, false, value, reader);
  }

  /**
   * Its name.
   *
   * @return the name, in camel case
   */
  public String name() {
    return name;
  }

  /**
   * Its meaning.
   *
   * @return a sentence for people
   */
  public String description() {
    return description;
  }

  /**
   * What its values look like.
   *
   * @return the end of a sentence that begins "expected ..."
   */
  public String expected() {
    return expected;
  }

  /**
   * Whether its value is masked wherever it would be shown.
   *
   * @return true for secrets
   */
  public boolean isSecret() {
    return secret;
  }

  /**
   * Whether it must be given.
   *
   * @return true if its absence is an error
   */
  public boolean isRequired() {
    return required;
  }

  /**
   * Its default for people.
   *
   * @return the default as it is written in a file; empty if there is none
   */
  public String defaultText() {
    return defaultValue == null ? "" : show(defaultValue);
  }

  @Nullable T defaultValue() {
    return defaultValue;
  }

  /** Reads a raw value; throws {@link IllegalArgumentException}, which shows no value. */
  T read(Object raw) {
    return reader.apply(raw);
  }

  String show(Object raw) {
    if (secret) {
      return Secret.MASK;
    }
    return raw instanceof Duration given && !given.isNegative()
        ? Quantities.format(given)
        : String.valueOf(raw);
  }

  @Override
  public String toString() {
    return name;
  }
}
