package io.dispatchcloud.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The OpenAPI document, and whether answers are what it promises. */
final class Contract {
  static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String IRI = "https://dispatch.invalid/openapi.json";
  private static final Contract ONLY = new Contract();

  private final JsonNode document;
  private final SchemaRegistry registry;

  private Contract() {
    try (InputStream in = OpenApi.class.getResourceAsStream("openapi.json")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      document = MAPPER.readTree(text);
      JsonNode strict = document.deepCopy();
      closed(strict);
      SchemaRegistryConfig config =
          SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build();
      registry =
          SchemaRegistry.withDialect(
              Dialects.getOpenApi31(),
              builder ->
                  builder.schemas(Map.of(IRI, strict.toString())).schemaRegistryConfig(config));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Clients must bear fields that are added; in our answers all must be described. */
  private static void closed(JsonNode node) {
    if (node.path("properties").isObject()
        && node.path("type").asText().equals("object")
        && !node.has("additionalProperties")) {
      ((ObjectNode) node).put("additionalProperties", false);
    }
    node.forEach(Contract::closed);
  }

  static JsonNode document() {
    return ONLY.document;
  }

  /** A value is what a schema of the document says. */
  static void isA(String schema, String json) {
    valid("/components/schemas/" + schema, json);
  }

  static void valid(String pointer, String json) {
    SchemaLocation where = SchemaLocation.of(IRI + "#" + pointer);
    assertThat(ONLY.registry.getSchema(where).validate(json, InputFormat.JSON))
        .as("%s against %s", json, pointer)
        .isEmpty();
  }

  /** An answer is one of those that the document lists for its request. */
  static void check(String method, String path, int status, String mediaType, String body) {
    Optional<String> template = template(path);
    if (template.isEmpty() || !document().at(operation(template.get(), method)).isObject()) {
      // Nothing has that path or method: what is told is a problem all the same.
      assertThat(mediaType).isEqualTo(Problem.MEDIA_TYPE);
      isA("Problem", body);
      return;
    }
    String responses = operation(template.get(), method) + "/responses/";
    String pointer = responses + status;
    assertThat(document().at(pointer).isObject())
        .as("%s %s may answer %s; it said %s", method, path, status, body)
        .isTrue();
    String reference = document().at(pointer).path("$ref").asText("");
    String there = reference.isEmpty() ? pointer : reference.substring(1);
    JsonNode contents = document().at(there).path("content");
    String bare = mediaType.replaceAll(";.*", "");
    if (contents.has("*/*")) {
      return;
    }
    assertThat(contents.has(bare)).as("%s of %s %s %s", bare, method, path, status).isTrue();
    if (bare.endsWith("json") && !method.equals("HEAD")) {
      valid(there + "/content/" + bare.replace("/", "~1") + "/schema", body);
    }
  }

  private static String operation(String template, String method) {
    String known = method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT);
    return "/paths/" + template.replace("~", "~0").replace("/", "~1") + "/" + known;
  }

  private static Optional<String> template(String path) {
    String bare = path.replaceAll("\\?.*", "");
    return document().path("paths").properties().stream()
        .map(Map.Entry::getKey)
        .filter(name -> bare.matches(name.replaceAll("\\{[a-z]+}", "[^/]+")))
        .findFirst();
  }
}
