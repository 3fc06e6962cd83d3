package io.dispatchcloud.driver.ec2;

import io.dispatchcloud.api.cloud.DriverContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** Tags in EC2's form, and whose a resource is by its tags (SET-5). Immutable. */
final class Tags {
  /** AWS's own tags, which nobody can change: not ours to show or to remove. */
  private static final String RESERVED = "aws:";

  private static final Pattern SECRET_FORM = Pattern.compile("[0-9a-fA-F]{32,}");

  private final String idKey;
  private final String id;
  private final Map<String, String> shared;

  Tags(DriverContext context) {
    idKey = context.idTagKey();
    id = context.instanceSetId().value();
    shared = context.sharedTags();
  }

  /** These tags, and the set's id. */
  Map<String, String> withId(Map<String, String> tags) {
    Map<String, String> all = new TreeMap<>(tags);
    all.put(idKey, id);
    return all;
  }

  /** What a resource carries that is not one instance's (SET-6). */
  Map<String, String> ofShared() {
    return withId(shared);
  }

  boolean isOurs(Map<String, String> tags) {
    return id.equals(tags.get(idKey));
  }

  /** Finds what carries the set's id. */
  Filter byId() {
    return filter(idKey, id);
  }

  static Filter filter(String key, String value) {
    return Filter.builder().name("tag:" + key).values(value).build();
  }

  /**
   * Whether a filter finds just this value. In a filter, {@code *} and {@code ?} stand for others,
   * and not every cloud knows EC2's way to quote them, or finds nothing where nothing is the value.
   */
  static boolean isFilterable(String value) {
    return !value.isEmpty() && value.chars().noneMatch(c -> c == '*' || c == '?' || c == '\\');
  }

  /** Those values that look like an instance's secret, which no message may repeat. */
  static List<String> secrets(Map<String, String> tags) {
    return tags.values().stream().filter(SECRET_FORM.asMatchPredicate()).toList();
  }

  static List<Tag> toSdk(Map<String, String> tags) {
    return new TreeMap<>(tags)
        .entrySet().stream()
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList();
  }

  static Map<String, String> fromSdk(List<Tag> tags) {
    Map<String, String> map = new HashMap<>();
    for (Tag tag : tags) {
      if (tag.key() != null && !isReserved(tag.key())) {
        map.put(tag.key(), tag.value() == null ? "" : tag.value());
      }
    }
    return Map.copyOf(map);
  }

  static boolean isReserved(String key) {
    return key.startsWith(RESERVED);
  }

  static TagSpecification specification(ResourceType type, Map<String, String> tags) {
    return TagSpecification.builder().resourceType(type).tags(toSdk(tags)).build();
  }
}
