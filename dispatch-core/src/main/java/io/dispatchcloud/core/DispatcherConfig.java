package io.dispatchcloud.core;

import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.config.Parameter;
import io.dispatchcloud.api.config.Parameters;
import io.dispatchcloud.api.config.Problem;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.queue.Sizing;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How one dispatcher works (section 10). Immutable; {@link #toString} masks secrets. Which driver
 * and which store it uses is said to {@link Dispatcher#builder}, by name or as objects.
 */
public final class DispatcherConfig {
  private final InstanceSetId instanceSetId;
  private final List<InstanceType> instanceTypes;
  private final Map<String, String> resourceTags;
  private final Parameters settings;

  private DispatcherConfig(Builder builder, Parameters settings) {
    this.instanceSetId = new InstanceSetId(builder.instanceSetId);
    this.instanceTypes = builder.allTypes(settings);
    this.resourceTags = Map.copyOf(builder.resourceTags);
    this.settings = settings;
  }

  /**
   * Starts a configuration.
   *
   * @param instanceSetId the name of all that this dispatcher owns; the same over restarts
   * @return a builder; all settings have their defaults
   */
  public static Builder builder(String instanceSetId) {
    return new Builder(instanceSetId);
  }

  /**
   * The name of all that this dispatcher owns.
   *
   * @return the id
   */
  public InstanceSetId instanceSetId() {
    return instanceSetId;
  }

  /**
   * The sizes of instances to choose from, preemptible twins included.
   *
   * @return the types, in the order given
   */
  public List<InstanceType> instanceTypes() {
    return instanceTypes;
  }

  /**
   * Tags that every instance gets besides the dispatcher's own.
   *
   * @return names and values
   */
  public Map<String, String> resourceTags() {
    return resourceTags;
  }

  /**
   * The value of a setting that has a default.
   *
   * @param setting one of {@link Settings}
   * @param <T> the type of its value
   * @return what was set, or the default
   */
  public <T> T get(Parameter<T> setting) {
    return settings.get(setting);
  }

  /**
   * All settings, also those without a default.
   *
   * @return the checked settings
   */
  public Parameters settings() {
    return settings;
  }

  /**
   * Which types a container would run on (section 2).
   *
   * @param container the container
   * @return the types, or why none fits
   */
  public Sizing sizing(ContainerSpec container) {
    return Engine.sizer(this).size(container.needs(), container.preemptible());
  }

  @Override
  public String toString() {
    return instanceSetId + " " + instanceTypes + " " + settings;
  }

  /** Collects the parts of a configuration. Not thread-safe. */
  public static final class Builder {
    private final String instanceSetId;
    private final List<InstanceType> instanceTypes = new ArrayList<>();
    private final Map<String, String> resourceTags = new LinkedHashMap<>();
    private final Map<String, Object> raw = new LinkedHashMap<>();

    private Builder(String instanceSetId) {
      this.instanceSetId = instanceSetId;
    }

    /**
     * Adds a size of instance to choose from.
     *
     * @param type the type; its name must be new
     * @return this
     */
    public Builder instanceType(InstanceType type) {
      instanceTypes.add(type);
      return this;
    }

    /**
     * Adds a tag that every instance gets.
     *
     * @param name the tag's key
     * @param value its value
     * @return this
     */
    public Builder resourceTag(String name, String value) {
      resourceTags.put(name, value);
      return this;
    }

    /**
     * Sets a setting.
     *
     * @param setting one of {@link Settings}
     * @param value its value; checked by {@link #build}
     * @param <T> the type of its value
     * @return this
     */
    public <T> Builder set(Parameter<T> setting, T value) {
      raw.put(setting.name(), value);
      return this;
    }

    /**
     * Sets settings by name, as a configuration file does.
     *
     * @param values texts, numbers, booleans, lists of texts; checked by {@link #build}
     * @return this
     */
    public Builder setAll(Map<String, ?> values) {
      raw.putAll(values);
      return this;
    }

    /**
     * Makes the configuration.
     *
     * @return the checked configuration
     * @throws IllegalArgumentException if anything is wrong; names all that is
     */
    public DispatcherConfig build() {
      Parameters settings = Parameters.read("configuration", raw, Settings.all());
      Set<String> names = new HashSet<>();
      for (InstanceType type : allTypes(settings)) {
        if (!names.add(type.name())) {
          throw new IllegalArgumentException(
              new Problem("instanceTypes", type.name(), "each name once").toString());
        }
      }
      return new DispatcherConfig(this, settings);
    }

    private List<InstanceType> allTypes(Parameters settings) {
      BigDecimal factor = settings.get(Settings.PREEMPTIBLE_PRICE_FACTOR);
      List<InstanceType> all = new ArrayList<>(instanceTypes);
      if (factor.signum() > 0) {
        for (InstanceType type : instanceTypes) {
          if (!type.preemptible()) {
            all.add(preemptibleTwin(type, factor));
          }
        }
      }
      return List.copyOf(all);
    }

    private static InstanceType preemptibleTwin(InstanceType type, BigDecimal factor) {
      return InstanceType.builder(
              type.name() + ".preemptible", type.vcpus(), type.ram(), type.price().multiply(factor))
          .providerType(type.providerType())
          .includedScratch(type.includedScratch())
          .addedScratch(type.addedScratch())
          .preemptible(true)
          .gpu(type.gpu())
          .build();
    }
  }
}
