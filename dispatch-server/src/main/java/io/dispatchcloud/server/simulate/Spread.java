package io.dispatchcloud.server.simulate;

import io.dispatchcloud.test.sim.SimulationFigures;
import java.util.Collection;

/**
 * How one figure came out over several seeds.
 *
 * @param least the least
 * @param median half of them are no larger
 * @param most the most
 */
record Spread(double least, double median, double most) {
  /** Of at least one simulation. */
  static Spread of(Figure figure, Collection<SimulationFigures> all) {
    double[] values = all.stream().mapToDouble(figure::of).sorted().toArray();
    return new Spread(values[0], values[(values.length - 1) / 2], values[values.length - 1]);
  }
}
