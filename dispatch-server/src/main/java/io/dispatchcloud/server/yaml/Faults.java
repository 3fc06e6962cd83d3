package io.dispatchcloud.server.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects all that is wrong with one file. Not thread-safe. */
public final class Faults {
  private final String file;
  private final List<Fault> faults = new ArrayList<>();

  /**
   * Starts with nothing wrong.
   *
   * @param file the file as the user named it
   */
  public Faults(String file) {
    this.file = file;
  }

  /**
   * Adds a fault.
   *
   * @param fault what is wrong
   */
  public void add(Fault fault) {
    faults.add(fault);
  }

  /**
   * Whether nothing is wrong so far.
   *
   * @return true if no fault was added
   */
  public boolean none() {
    return faults.isEmpty();
  }

  /**
   * The faults for people.
   *
   * @return a line each, {@code FILE:LINE: what}, in the order of the file
   */
  public List<String> lines() {
    return faults.stream()
        .sorted(Comparator.comparingInt(Fault::line))
        .map(fault -> file + (fault.line() > 0 ? ":" + fault.line() : "") + ": " + fault.text())
        .distinct()
        .toList();
  }
}
