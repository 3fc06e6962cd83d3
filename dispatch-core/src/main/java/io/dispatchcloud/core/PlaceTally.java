package io.dispatchcloud.core;

import io.dispatchcloud.core.Explanation.PlaceVerdict;
import java.util.List;

/**
 * What all instances were to a container, in short: how many of each kind, and the most telling
 * ones. As they stood when the pass was over, with all that it had put on them.
 *
 * @param wouldDo how many would do, but nothing more may run there
 * @param noRoom how many of a type that fits have too little left, or nobody knows what is
 * @param full how many of a type that fits have as many containers as one may have
 * @param otherType how many are of a type that does not fit
 * @param noWork how many are given no work, of whatever type
 * @param nearest those that come nearest, a few at the most: least lacking first, then full ones,
 *     then those of a type that fits that are given no work
 */
public record PlaceTally(
    int wouldDo, int noRoom, int full, int otherType, int noWork, List<PlaceVerdict> nearest) {
  public PlaceTally {
    nearest = List.copyOf(nearest);
  }
}
