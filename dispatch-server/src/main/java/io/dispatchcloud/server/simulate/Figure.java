package io.dispatchcloud.server.simulate;

import io.dispatchcloud.server.show.Words;
import io.dispatchcloud.test.sim.SimulationFigures;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;

/**
 * One of the figures that a simulation ends with.
 *
 * @param words its name for people
 * @param key its name for programs, with its unit
 * @param value what a simulation has of it
 * @param format how people write it
 */
record Figure(
    String words,
    String key,
    ToDoubleFunction<SimulationFigures> value,
    DoubleFunction<String> format) {
  private static final double MILLIS = 1_000;

  /** All of them, in the order in which to show them. */
  static final List<Figure> ALL =
      List.of(
          new Figure(
              "makespan", "makespanSeconds", seconds(SimulationFigures::makespan), Figure::time),
          new Figure(
              "waiting, one in two at most",
              "waitingMedianSeconds",
              seconds(figures -> figures.waiting().median()),
              Figure::time),
          new Figure(
              "waiting, 90 % at most",
              "waiting90Seconds", seconds(figures -> figures.waiting().ninety()), Figure::time),
          new Figure(
              "waiting, 99 % at most",
              "waiting99Seconds", seconds(figures -> figures.waiting().ninetyNine()), Figure::time),
          new Figure(
              "waiting, longest",
              "waitingLongestSeconds",
              seconds(figures -> figures.waiting().longest()),
              Figure::time),
          new Figure("instances", "instances", SimulationFigures::instances, Figure::count),
          new Figure(
              "instance hours", "instanceHours", SimulationFigures::instanceHours, Figure::tenths),
          new Figure("cost", "cost", figures -> figures.cost().doubleValue(), Figure::money),
          new Figure(
              "cost of idle",
              "costOfIdle",
              figures -> figures.costOfIdle().doubleValue(),
              Figure::money),
          new Figure(
              "cost of boot",
              "costOfBoot",
              figures -> figures.costOfBoot().doubleValue(),
              Figure::money),
          new Figure("utilisation", "utilisation", SimulationFigures::utilisation, Figure::percent),
          new Figure("containers finished", "finished", SimulationFigures::finished, Figure::count),
          new Figure(
              "containers cancelled", "cancelled", SimulationFigures::cancelled, Figure::count),
          new Figure("processes started", "starts", SimulationFigures::starts, Figure::count),
          new Figure("dispatchers", "dispatchers", SimulationFigures::dispatchers, Figure::count),
          new Figure(
              "time simulated",
              "simulatedSeconds",
              seconds(SimulationFigures::simulated),
              Figure::time),
          new Figure("events", "events", SimulationFigures::events, Figure::count));

  private interface Time {
    Duration of(SimulationFigures figures);
  }

  private static ToDoubleFunction<SimulationFigures> seconds(Time time) {
    return figures -> time.of(figures).toMillis() / MILLIS;
  }

  private static String time(double seconds) {
    return Words.time(Duration.ofMillis(Math.round(seconds * MILLIS)));
  }

  private static String count(double number) {
    return String.format(Locale.ROOT, "%,.0f", number);
  }

  private static String tenths(double number) {
    return String.format(Locale.ROOT, "%,.1f", number);
  }

  private static String percent(double part) {
    return String.format(Locale.ROOT, "%.1f %%", part * 100);
  }

  private static String money(double amount) {
    return Words.money(BigDecimal.valueOf(amount));
  }

  double of(SimulationFigures figures) {
    return value.applyAsDouble(figures);
  }

  String text(double number) {
    return format.apply(number);
  }
}
