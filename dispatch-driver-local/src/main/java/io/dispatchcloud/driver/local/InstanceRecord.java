package io.dispatchcloud.driver.local;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * What an instance is, as far as it must survive a restart. A value that changes is replaced, never
 * updated in place.
 */
record InstanceRecord(
    int port,
    String providerType,
    String authorizedKey,
    String idempotencyToken,
    Instant createdAt,
    Map<String, String> tags) {
  private static final String TAG = "tag.";

  InstanceRecord {
    Objects.requireNonNull(providerType, "providerType");
    Objects.requireNonNull(authorizedKey, "authorizedKey");
    Objects.requireNonNull(idempotencyToken, "idempotencyToken");
    Objects.requireNonNull(createdAt, "createdAt");
    tags = Map.copyOf(tags);
  }

  static InstanceRecord parse(String text) throws IOException {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
      return new InstanceRecord(
          Integer.parseInt(required(properties, "port")),
          required(properties, "providerType"),
          required(properties, "authorizedKey"),
          required(properties, "idempotencyToken"),
          Instant.parse(required(properties, "createdAt")),
          properties.stringPropertyNames().stream()
              .filter(name -> name.startsWith(TAG))
              .collect(
                  Collectors.toMap(name -> name.substring(TAG.length()), properties::getProperty)));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IOException("the record is damaged: " + e.getMessage(), e);
    }
  }

  private static String required(Properties properties, String name) {
    String value = properties.getProperty(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }

  String format() throws IOException {
    Properties properties = new Properties();
    properties.setProperty("port", Integer.toString(port));
    properties.setProperty("providerType", providerType);
    properties.setProperty("authorizedKey", authorizedKey);
    properties.setProperty("idempotencyToken", idempotencyToken);
    properties.setProperty("createdAt", createdAt.toString());
    tags.forEach((key, value) -> properties.setProperty(TAG + key, value));
    StringWriter text = new StringWriter();
    properties.store(text, null);
    return text.toString();
  }

  InstanceRecord withPort(int other) {
    return new InstanceRecord(
        other, providerType, authorizedKey, idempotencyToken, createdAt, tags);
  }

  InstanceRecord withTags(Map<String, String> others) {
    return new InstanceRecord(
        port, providerType, authorizedKey, idempotencyToken, createdAt, others);
  }
}
