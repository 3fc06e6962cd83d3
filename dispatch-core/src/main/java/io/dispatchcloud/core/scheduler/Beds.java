package io.dispatchcloud.core.scheduler;

import java.util.Arrays;

/**
 * Places sorted for their trees in one go: by bed (a type, ready or not), then by their containers,
 * most first, then by number. A counting sort: first all are counted, then all are put.
 */
final class Beds {
  private int[][] counts;
  private int[][] next;
  private int[] begins = {};
  private int[] ends = {};
  private int[] places = {};

  Beds(int types) {
    counts = new int[2 * types][];
    next = new int[2 * types][];
  }

  void count(int bed, int containers) {
    int[] known = counts[bed];
    if (known == null) {
      known = new int[containers + 1];
    } else if (known.length <= containers) {
      known = Arrays.copyOf(known, Math.max(containers + 1, 2 * known.length));
    }
    counts[bed] = known;
    known[containers]++;
  }

  void divide() {
    begins = new int[counts.length];
    ends = new int[counts.length];
    int at = 0;
    for (int bed = 0; bed < counts.length; bed++) {
      begins[bed] = at;
      int[] known = counts[bed] == null ? new int[0] : counts[bed];
      next[bed] = new int[known.length];
      for (int containers = known.length - 1; containers >= 0; containers--) {
        next[bed][containers] = at;
        at += known[containers];
      }
      ends[bed] = at;
    }
    places = new int[at];
  }

  void put(int bed, int containers, int place) {
    places[next[bed][containers]++] = place;
  }

  int tree(Rooms rooms, int bed) {
    return rooms.tree(places, begins[bed], ends[bed]);
  }
}
