package io.dispatchcloud.core.replay;

import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.core.sizing.Resources;
import io.dispatchcloud.core.sizing.Sizer;
import java.util.List;

/**
 * What jobs cost at the least, whoever places them. Give each resource a price of its own such that
 * no type costs less than all that it has at these prices. What is on an instance at any moment
 * takes no more than the instance has, so the instance costs at least what is on it at these
 * prices; hence all instances cost at least what all jobs take, over all the time that they run.
 * Boots, idle time and what is left over on instances are not counted, so the true least is higher.
 * Any such prices will do, and the best of many are taken. Jobs with GPUs and jobs without can't
 * share an instance, so each kind has its own.
 */
final class LowerBound {
  private static final int STEPS = 200;
  private static final double MILLIS_AN_HOUR = 3_600_000;
  private static final int PARTS = 3;

  private LowerBound() {}

  static double of(List<Job> jobs, List<InstanceType> types, Sizer sizer) {
    return of(jobs, types, sizer, true) + of(jobs, types, sizer, false);
  }

  private static double of(
      List<Job> allJobs, List<InstanceType> allTypes, Sizer sizer, boolean gpus) {
    double[] taken = new double[PARTS];
    for (Job job : allJobs) {
      if ((job.needs().gpu().deviceCount() > 0) == gpus) {
        double hours = job.runs().toMillis() / MILLIS_AN_HOUR;
        double[] needed = parts(sizer.resources(job.needs()));
        for (int part = 0; part < PARTS; part++) {
          taken[part] += hours * needed[part];
        }
      }
    }
    List<InstanceType> types =
        allTypes.stream().filter(type -> (type.gpu().deviceCount() > 0) == gpus).toList();
    return best(taken, types);
  }

  private static double best(double[] taken, List<InstanceType> types) {
    double[] cheapest = cheapest(types);
    double best = 0;
    for (int first = 0; first <= STEPS; first++) {
      for (int second = 0; first + second <= STEPS; second++) {
        double[] prices = {
          cheapest[0] * first, cheapest[1] * second, cheapest[2] * (STEPS - first - second)
        };
        best = Math.max(best, cost(taken, prices) / dearest(prices, types));
      }
    }
    return best;
  }

  /** What one of each resource costs an hour where it is cheapest; 0 for what no type has. */
  private static double[] cheapest(List<InstanceType> types) {
    double[] cheapest = new double[PARTS];
    for (InstanceType type : types) {
      double[] has = parts(Sizer.resources(type));
      for (int part = 0; part < PARTS; part++) {
        double each = has[part] == 0 ? 0 : type.price().doubleValue() / has[part];
        cheapest[part] = cheapest[part] == 0 ? each : Math.min(cheapest[part], each);
      }
    }
    return cheapest;
  }

  /** How many times too dear the prices are for the type that they fit worst. */
  private static double dearest(double[] prices, List<InstanceType> types) {
    double dearest = Double.MIN_NORMAL;
    for (InstanceType type : types) {
      double[] has = parts(Sizer.resources(type));
      dearest = Math.max(dearest, cost(has, prices) / type.price().doubleValue());
    }
    return dearest;
  }

  private static double cost(double[] amounts, double[] prices) {
    double cost = 0;
    for (int part = 0; part < PARTS; part++) {
      cost += amounts[part] * prices[part];
    }
    return cost;
  }

  private static double[] parts(Resources resources) {
    return new double[] {resources.milliCpus(), resources.ram(), resources.gpus()};
  }
}
