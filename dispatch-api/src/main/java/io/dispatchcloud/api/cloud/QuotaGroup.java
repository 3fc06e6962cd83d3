package io.dispatchcloud.api.cloud;

/**
 * Instance types that share one limit at the provider. Preemptible types are in groups of their
 * own.
 *
 * @param name the group's name; not blank
 */
public record QuotaGroup(String name) {
  public QuotaGroup {
    if (name.isBlank()) {
      throw new IllegalArgumentException("quota group: nothing given; expected a name");
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
