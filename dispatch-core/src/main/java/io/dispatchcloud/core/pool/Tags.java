package io.dispatchcloud.core.pool;

import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.core.IdleBehavior;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The dispatcher's own tags on every instance (POOL-5). */
public record Tags(String prefix, InstanceSetId instanceSetId) {
  /**
   * The key that says whose an instance is.
   *
   * @return the key with the configured prefix
   */
  public String instanceSetKey() {
    return prefix + "InstanceSetID";
  }

  private String typeKey() {
    return prefix + "InstanceType";
  }

  private String behaviorKey() {
    return prefix + "IdleBehavior";
  }

  private String secretKey() {
    return prefix + "InstanceSecret";
  }

  /**
   * What all instances of the set have in common.
   *
   * @return the one tag to list by
   */
  public Map<String, String> ofTheSet() {
    return Map.of(instanceSetKey(), instanceSetId.value());
  }

  Map<String, String> ofNew(String type, IdleBehavior behavior, String secret) {
    Map<String, String> tags = new LinkedHashMap<>(ofTheSet());
    tags.put(typeKey(), type);
    tags.put(behaviorKey(), behavior.word());
    tags.put(secretKey(), secret);
    return tags;
  }

  Map<String, String> with(Map<String, String> tags, String type, IdleBehavior behavior) {
    Map<String, String> changed = new LinkedHashMap<>(tags);
    changed.put(typeKey(), type);
    changed.put(behaviorKey(), behavior.word());
    return changed;
  }

  boolean areOurs(Map<String, String> tags) {
    return instanceSetId.value().equals(tags.get(instanceSetKey()));
  }

  String type(Map<String, String> tags) {
    return tags.getOrDefault(typeKey(), "");
  }

  String secret(Map<String, String> tags) {
    return tags.getOrDefault(secretKey(), "");
  }

  Optional<IdleBehavior> behavior(Map<String, String> tags) {
    return IdleBehavior.parse(tags.getOrDefault(behaviorKey(), ""));
  }
}
