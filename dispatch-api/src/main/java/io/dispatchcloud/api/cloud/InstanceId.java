package io.dispatchcloud.api.cloud;

/**
 * A provider's name for one instance, never used again for another.
 *
 * @param value the provider's id; not blank
 */
public record InstanceId(String value) implements Comparable<InstanceId> {
  public InstanceId {
    if (value.isBlank()) {
      throw new IllegalArgumentException("instance id: nothing given; expected the provider's id");
    }
  }

  @Override
  public int compareTo(InstanceId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
