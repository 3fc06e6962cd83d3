package io.dispatchcloud.test.sim.chart;

import io.dispatchcloud.test.sim.Sample;
import java.util.function.ToDoubleFunction;

/**
 * What a curve or an area shows.
 *
 * @param name for people
 * @param color as SVG writes it
 * @param value what a sample has of it
 */
record Series(String name, String color, ToDoubleFunction<Sample> value) {
  double of(Sample sample) {
    return value.applyAsDouble(sample);
  }
}
