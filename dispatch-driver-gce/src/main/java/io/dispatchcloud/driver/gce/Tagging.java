package io.dispatchcloud.driver.gce;

import com.google.cloud.compute.v1.Items;
import com.google.cloud.compute.v1.Metadata;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tags as Compute Engine keeps them: as labels where they fit, and the others in one item of
 * metadata (GCE-2).
 *
 * @param labels what is to be a label
 * @param rest what does not fit, as the item holds it; empty if all does
 */
record Tagging(Map<String, String> labels, String rest) {
  /** The metadata item of those tags that can't be labels. */
  static final String ITEM = "dispatch-tags";

  /** What an instance may have; one is kept for {@link Ownership}. */
  private static final int MOST_LABELS = 63;

  /** Labels whose keys begin so are Google's own, and none of our business. */
  static final String GOOGLES = "goog-";

  Tagging {
    labels = Map.copyOf(labels);
  }

  /** Writes tags down; they come back exactly from {@link #tags}. */
  static Tagging of(Map<String, String> tags) {
    Map<String, String> labels = new TreeMap<>();
    StringBuilder rest = new StringBuilder();
    new TreeMap<>(tags)
        .forEach(
            (tag, text) -> {
              String key = LabelText.encodeKey(tag);
              String value = LabelText.encodeValue(text);
              if (fits(key, value) && labels.size() < MOST_LABELS) {
                labels.put(key, value);
              } else {
                rest.append(key).append('=').append(value).append('\n');
              }
            });
    return new Tagging(labels, rest.toString());
  }

  private static boolean fits(String key, String value) {
    return key.length() <= LabelText.LONGEST && value.length() <= LabelText.LONGEST && isTag(key);
  }

  private static boolean isTag(String key) {
    return !key.startsWith(GOOGLES) && !key.equals(Ownership.LABEL);
  }

  /** The tags that an instance has. */
  static Map<String, String> tags(Map<String, String> labels, Metadata metadata) {
    Map<String, String> tags = new TreeMap<>();
    labels.forEach(
        (key, value) -> {
          if (isTag(key)) {
            tags.put(LabelText.decode(key), LabelText.decode(value));
          }
        });
    rest(metadata)
        .lines()
        .forEach(
            line -> {
              int middle = line.indexOf('=');
              if (middle >= 0) {
                tags.put(
                    LabelText.decode(line.substring(0, middle)),
                    LabelText.decode(line.substring(middle + 1)));
              }
            });
    return Map.copyOf(tags);
  }

  /** The item of those tags that an instance has not as labels; empty if there is none. */
  static String rest(Metadata metadata) {
    return metadata.getItemsList().stream()
        .filter(item -> item.getKey().equals(ITEM))
        .map(Items::getValue)
        .findFirst()
        .orElse("");
  }

  /** The same metadata with another such item. */
  Metadata intoMetadata(Metadata metadata) {
    Metadata.Builder changed = metadata.toBuilder().clearItems();
    metadata.getItemsList().stream()
        .filter(item -> !item.getKey().equals(ITEM))
        .forEach(changed::addItems);
    if (!rest.isEmpty()) {
      changed.addItems(Items.newBuilder().setKey(ITEM).setValue(rest));
    }
    return changed.build();
  }
}
