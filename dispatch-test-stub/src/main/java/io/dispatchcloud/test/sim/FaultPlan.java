package io.dispatchcloud.test.sim;

import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How often each fault happens. Immutable. What is not mentioned never happens.
 *
 * <p>A plan has a text form that fits into a command line: a preset's name, or a preset followed by
 * what differs from it, such as {@code storm,vm-dies=0,create-fails=0.5}, or faults alone, such as
 * {@code vm-dies=2}.
 */
public final class FaultPlan {
  private static final String NONE = "none";

  private final Map<Fault, Double> rates;

  private FaultPlan(Map<Fault, Double> rates) {
    this.rates = rates;
  }

  /**
   * A world without any fault.
   *
   * @return the plan
   */
  public static FaultPlan none() {
    return new FaultPlan(new EnumMap<>(Fault.class));
  }

  /**
   * A good week: providers are a bit slow and forgetful.
   *
   * @return the plan
   */
  public static FaultPlan calm() {
    return Presets.CALM;
  }

  /**
   * Ordinary times: everything that happens to everyone now and then.
   *
   * @return the plan
   */
  public static FaultPlan ordinary() {
    return Presets.ORDINARY;
  }

  /**
   * All faults, all the time.
   *
   * @return the plan
   */
  public static FaultPlan storm() {
    return Presets.STORM;
  }

  /**
   * How often a fault happens.
   *
   * @param fault which
   * @return its rate, in the fault's own unit; 0 for never
   */
  public double rate(Fault fault) {
    return rates.getOrDefault(fault, 0.0);
  }

  /**
   * The faults that happen.
   *
   * @return those with a rate above 0, in the order of their declaration
   */
  public List<Fault> faults() {
    return List.copyOf(rates.keySet());
  }

  /**
   * A plan with another rate.
   *
   * @param fault which fault
   * @param rate how often it happens, in its own unit; 0 for never
   * @return the changed copy
   * @throws IllegalArgumentException if there is no such rate
   */
  public FaultPlan with(Fault fault, double rate) {
    if (!(rate >= 0 && rate <= fault.rateMax())) {
      throw new IllegalArgumentException(
          fault.word() + ": '" + rate + "'; expected 0 to " + number(fault.rateMax()));
    }
    Map<Fault, Double> changed = copy();
    if (rate == 0) {
      changed.remove(fault);
    } else {
      changed.put(fault, rate);
    }
    return new FaultPlan(changed);
  }

  /**
   * A plan without a fault.
   *
   * @param fault which
   * @return the changed copy
   */
  public FaultPlan without(Fault fault) {
    return with(fault, 0);
  }

  /**
   * A plan of a few of these faults.
   *
   * @param faults which, at the rates they have here
   * @return the changed copy
   */
  public FaultPlan only(Fault... faults) {
    Map<Fault, Double> changed = copy();
    changed.keySet().retainAll(Arrays.asList(faults));
    return new FaultPlan(changed);
  }

  private Map<Fault, Double> copy() {
    Map<Fault, Double> copy = new EnumMap<>(Fault.class);
    copy.putAll(rates);
    return copy;
  }

  /**
   * Reads the text form.
   *
   * @param text as {@link #toString} writes it
   * @return the plan
   * @throws IllegalArgumentException if it can't be read: names the part, its value and what was
   *     expected
   */
  public static FaultPlan parse(String text) {
    FaultPlan plan = none();
    String[] parts = text.strip().split(",", -1);
    for (int i = 0; i < parts.length; i++) {
      String part = parts[i].strip();
      int equals = part.indexOf('=');
      if (equals >= 0) {
        plan = plan.with(Fault.of(part.substring(0, equals)), rate(part.substring(equals + 1)));
      } else if (i == 0 && Presets.ALL.containsKey(part)) {
        plan = Presets.ALL.get(part);
      } else {
        throw new IllegalArgumentException(
            "faults: '"
                + part
                + "'; expected "
                + String.join(", ", Presets.ALL.keySet())
                + (i == 0 ? ", or " : " only at the beginning, else ")
                + "a fault and its rate, such as vm-dies=0.5");
      }
    }
    return plan;
  }

  private static double rate(String text) {
    try {
      return Double.parseDouble(text.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("rate: '" + text + "'; expected a number", e);
    }
  }

  /** The text form: the shortest of those that begin with a preset, or with none. */
  @Override
  public String toString() {
    return Presets.ALL.entrySet().stream()
        .map(preset -> differences(preset.getKey(), preset.getValue()))
        .min(Comparator.comparingInt(String::length))
        .orElse(NONE);
  }

  private String differences(String name, FaultPlan preset) {
    String different =
        Arrays.stream(Fault.values())
            .filter(fault -> rate(fault) != preset.rate(fault))
            .map(fault -> fault.word() + "=" + number(rate(fault)))
            .collect(Collectors.joining(","));
    if (different.isEmpty()) {
      return name;
    }
    return name.equals(NONE) ? different : name + "," + different;
  }

  private static String number(double value) {
    String text = Double.toString(value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FaultPlan plan && rates.equals(plan.rates);
  }

  @Override
  public int hashCode() {
    return rates.hashCode();
  }
}
