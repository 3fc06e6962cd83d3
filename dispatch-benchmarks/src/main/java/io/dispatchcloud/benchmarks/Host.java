package io.dispatchcloud.benchmarks;

import com.netflix.fenzo.VirtualMachineLease;
import io.dispatchcloud.core.sizing.Resources;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.mesos.Protos.Attribute;
import org.apache.mesos.Protos.Offer;
import org.jspecify.annotations.Nullable;

/** What an instance has left, as Fenzo sees it; it asks the maps for null. */
final class Host implements VirtualMachineLease {
  static final double MILLIS = 1_000;
  static final double MIB = 1 << 20;

  private final String id;
  private final Resources left;

  Host(String id, Resources left) {
    this.id = id;
    this.left = left;
  }

  @Override
  public String getId() {
    return id;
  }

  @Override
  public long getOfferedTime() {
    return 0;
  }

  @Override
  public String hostname() {
    return id;
  }

  @Override
  public String getVMID() {
    return id;
  }

  @Override
  public double cpuCores() {
    return left.milliCpus() / MILLIS;
  }

  @Override
  public double memoryMB() {
    return left.ram() / MIB;
  }

  @Override
  public double networkMbps() {
    return 0;
  }

  @Override
  public double diskMB() {
    return left.scratch() / MIB;
  }

  @Override
  public List<Range> portRanges() {
    return List.of();
  }

  @Override
  public @Nullable Offer getOffer() {
    return null;
  }

  @Override
  public Map<String, Attribute> getAttributeMap() {
    return Collections.emptyMap();
  }

  @Override
  public Double getScalarValue(String name) {
    return 0.0;
  }

  @Override
  public Map<String, Double> getScalarValues() {
    return Collections.emptyMap();
  }
}
