package io.dispatchcloud.api.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The checked parameters of one driver or store, read through the {@link Parameter}s that declare
 * them. Immutable; its {@link #toString} masks secrets.
 */
public final class Parameters {
  private final Map<Parameter<?>, Object> values;

  private Parameters(Map<Parameter<?>, Object> values) {
    this.values = values;
  }

  /**
   * Checks and reads raw values (rule SET-1).
   *
   * @param owner whose they are, for the message: {@code driver 'ec2'}
   * @param raw what was configured: texts, numbers, booleans or lists of those by name; a blank
   *     text for one that may be left out, and has no default, counts as left out
   * @param declared every parameter that there is
   * @return the checked values
   * @throws ParameterException if a required one is missing, one can't be read, or a name is not
   *     declared; it names all of these
   */
  public static Parameters read(String owner, Map<String, ?> raw, Collection<Parameter<?>> declared)
      throws ParameterException {
    List<Problem> problems = new ArrayList<>();
    Map<Parameter<?>, Object> values = new LinkedHashMap<>();
    for (Parameter<?> parameter : declared) {
      Object value = readOne(parameter, raw.get(parameter.name()), problems);
      if (value != null) {
        values.put(parameter, value);
      }
    }
    List<String> names = declared.stream().map(Parameter::name).toList();
    for (String name : new TreeMap<>(raw).keySet()) {
      if (!names.contains(name)) {
        // The value is not shown: a misspelt secret is a secret all the same.
        problems.add(new Problem(name, Secret.MASK, NearestName.advice("parameter", name, names)));
      }
    }
    if (!problems.isEmpty()) {
      throw new ParameterException(owner, problems);
    }
    return new Parameters(values);
  }

  private static @Nullable Object readOne(
      Parameter<?> parameter, @Nullable Object raw, List<Problem> problems) {
    if (raw == null) {
      if (parameter.isRequired()) {
        problems.add(new Problem(parameter.name(), "", parameter.expected()));
      }
      return parameter.defaultValue();
    }
    boolean mayBeLeftOut = !parameter.isRequired() && parameter.defaultValue() == null;
    if (mayBeLeftOut && raw instanceof String text && text.isBlank()) {
      // As where a variable of a template is not set: nothing given (EC2-1).
      return null;
    }
    try {
      return parameter.read(raw);
    } catch (IllegalArgumentException e) {
      problems.add(new Problem(parameter.name(), parameter.show(raw), parameter.expected()));
      return null;
    }
  }

  /**
   * The value of a parameter that is required or has a default.
   *
   * @param parameter one of those declared
   * @param <T> the type of its value
   * @return its value
   * @throws NoSuchElementException if it is neither required nor has a default, and was not given
   */
  public <T> T get(Parameter<T> parameter) {
    return find(parameter)
        .orElseThrow(() -> new NoSuchElementException("no value for " + parameter.name()));
  }

  /**
   * The value of a parameter that may be absent.
   *
   * @param parameter one of those declared
   * @param <T> the type of its value
   * @return its value or its default, if there is either
   */
  @SuppressWarnings("unchecked") // readOne put in what this same parameter read
  public <T> Optional<T> find(Parameter<T> parameter) {
    return Optional.ofNullable((T) values.get(parameter));
  }

  @Override
  public String toString() {
    return values.entrySet().stream()
        .map(entry -> entry.getKey().name() + "=" + entry.getKey().show(entry.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
