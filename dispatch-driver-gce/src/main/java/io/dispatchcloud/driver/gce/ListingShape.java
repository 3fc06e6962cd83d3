package io.dispatchcloud.driver.gce;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.MessageOrBuilder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/**
 * Tells listings from whatever else is JSON: read as a listing, any object is one of nothing, and
 * nothing would look like instances that are gone (GCE-4).
 */
final class ListingShape {
  private static final String ITEMS = "items";

  private ListingShape() {}

  /**
   * Looks at an answer.
   *
   * @param answer what was read of it
   * @param body what came
   * @return false if a listing was asked for, and this has nothing of one
   */
  static boolean fits(Object answer, byte[] body) {
    if (!(answer instanceof MessageOrBuilder message)) {
      return true;
    }
    FieldDescriptor items = message.getDescriptorForType().findFieldByName(ITEMS);
    return items == null
        || message.getRepeatedFieldCount(items) > 0
        || Stream.of("kind", "id", "self_link").anyMatch(name -> has(message, name))
        || hasItems(body);
  }

  private static boolean has(MessageOrBuilder message, String name) {
    FieldDescriptor field = message.getDescriptorForType().findFieldByName(name);
    return field != null && message.hasField(field);
  }

  /** Read as a message, none and no items look the same. */
  private static boolean hasItems(byte[] body) {
    try {
      JsonElement parsed = JsonParser.parseString(new String(body, StandardCharsets.UTF_8));
      return parsed.isJsonObject() && parsed.getAsJsonObject().has(ITEMS);
    } catch (JsonParseException e) {
      // Google's parser could read it, and found nothing; what this one can't read shows no items.
      return false;
    }
  }
}
