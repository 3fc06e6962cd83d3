package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.core.Explanation.TypeVerdict;
import io.dispatchcloud.core.Misfit;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Tells people what would have to change before any type fits a container. */
final class Wanted {
  private static final int MENTIONED = 3;

  private Wanted() {}

  /**
   * What would have to change.
   *
   * @param types all types, none of which fits
   */
  static String of(List<TypeVerdict> types) {
    if (types.isEmpty()) {
      return "instance types have to be configured (instanceTypes): there are none";
    }
    if (types.get(0).misfits().stream().anyMatch(Misfit.UnknownGpuStack.class::isInstance)) {
      return "it has to ask for a GPU stack that is known, cuda or rocm, or for no GPU";
    }
    List<TypeVerdict> otherwise = types.stream().filter(Wanted::isOtherwiseFit).toList();
    if (!otherwise.isEmpty()) {
      return preemptibility(otherwise);
    }
    // Of those that miss the fewest things the one that lacks the smallest part of any.
    TypeVerdict nearest =
        types.stream()
            .min(
                Comparator.<TypeVerdict>comparingInt(type -> type.misfits().size())
                    .thenComparingDouble(Wanted::lackingPart))
            .orElseThrow();
    return "it has to ask for what a type has, or a type that has it to be configured: the nearest,"
        + " "
        + nearest.type()
        + ", "
        + nearest.misfits().stream().map(Misfit::sentence).collect(Collectors.joining("; "));
  }

  private static boolean isOtherwiseFit(TypeVerdict type) {
    return type.misfits().size() == 1 && type.misfits().get(0) instanceof Misfit.Preemptibility;
  }

  private static String preemptibility(List<TypeVerdict> otherwise) {
    boolean asked = ((Misfit.Preemptibility) otherwise.get(0).misfits().get(0)).asked();
    String names =
        otherwise.stream()
            .limit(MENTIONED)
            .map(TypeVerdict::type)
            .collect(Collectors.joining(" or "));
    return asked
        ? "preemptible types have to be configured (preemptiblePriceFactor makes one of every"
            + " type), or it has to do without: then "
            + names
            + " would do"
        : "types that are not preemptible have to be configured, or it has to ask for preemptible"
            + " ones: then "
            + names
            + " would do";
  }

  private static double lackingPart(TypeVerdict type) {
    double part = 0;
    for (Misfit misfit : type.misfits()) {
      double lacking = 1;
      if (misfit instanceof Misfit.TooSmall small) {
        lacking = (double) small.shortage().lacking() / Math.max(1, small.shortage().needed());
      }
      part = Math.max(part, lacking);
    }
    return part;
  }
}
