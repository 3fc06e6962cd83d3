package io.dispatchcloud.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The OpenAPI document")
class OpenApiTest {
  private static final Set<String> METHODS = Set.of("get", "post");

  /** Calls with every operation. */
  private interface Operations {
    void visit(String path, String method, JsonNode operation) throws Exception;
  }

  private static void operations(Operations visitor) throws Exception {
    for (Map.Entry<String, JsonNode> path : Contract.document().path("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        visitor.visit(path.getKey(), operation.getKey(), operation.getValue());
      }
    }
  }

  private static List<Route> routes() {
    HttpSettings settings = new HttpSettings("127.0.0.1", 0, null, null);
    return ManagementServer.builder(settings, new CurrentManagement())
        .routes(new EventRing(1))
        .all();
  }

  @Test
  @DisplayName("names every path and method that there is, and no other")
  void paths() throws Exception {
    TreeSet<String> described = new TreeSet<>();
    operations(
        (path, method, operation) ->
            described.add(
                method.toUpperCase(Locale.ROOT) + " " + path.replaceAll("\\{[a-z]+}", "*")));
    TreeSet<String> served = new TreeSet<>();
    for (Route route : routes()) {
      served.add(route.method() + " /" + String.join("/", route.path()));
    }
    // A folder deeper, which one pattern can't say.
    served.remove("GET /assets/*/*");
    assertThat(described).isEqualTo(served);
  }

  @Test
  @DisplayName("names every parameter that is taken")
  void parameters() throws Exception {
    for (Route route : routes()) {
      operations(
          (path, method, operation) -> {
            if (path.replaceAll("\\{[a-z]+}", "*").equals("/" + String.join("/", route.path()))
                && method.equalsIgnoreCase(route.method())) {
              Set<String> names = new HashSet<>();
              operation
                  .path("parameters")
                  .forEach(
                      each -> {
                        JsonNode known = resolved(each);
                        if (known.path("in").asText().equals("query")) {
                          names.add(known.path("name").asText());
                        }
                      });
              assertThat(names).as(path).isEqualTo(new HashSet<>(route.parameters()));
            }
          });
    }
  }

  private static JsonNode resolved(JsonNode node) {
    return node.has("$ref")
        ? Contract.document().at(node.path("$ref").asText().substring(1))
        : node;
  }

  @Test
  @DisplayName("gives each operation an id of its own, a summary and all refusals that it can have")
  void operations() throws Exception {
    Set<String> ids = new HashSet<>();
    operations(
        (path, method, operation) -> {
          assertThat(METHODS).contains(method);
          assertThat(ids.add(operation.path("operationId").asText())).as(path).isTrue();
          assertThat(operation.path("summary").asText()).as(path).isNotBlank();
          List<String> wanted = new ArrayList<>(List.of("400", "405", "421", "429", "500"));
          if (!operation.has("security")) {
            wanted.addAll(List.of("401", "403"));
          }
          if (method.equals("post")) {
            wanted.addAll(List.of("202", "404", "413", "415", "422", "503"));
          }
          for (String status : wanted) {
            assertThat(operation.path("responses").has(status)).as(path + " " + status).isTrue();
          }
        });
  }

  @Test
  @DisplayName("has examples that are what its schemas say")
  void examples() throws Exception {
    int[] count = {0};
    operations(
        (path, method, operation) -> {
          String start = "/paths/" + path.replace("/", "~1") + "/" + method;
          for (Map.Entry<String, JsonNode> response : operation.path("responses").properties()) {
            String there = start + "/responses/" + response.getKey() + "/content/application~1json";
            count[0] += example(there);
          }
          count[0] += example(start + "/requestBody/content/application~1json");
        });
    assertThat(count[0]).isGreaterThan(15);
  }

  private static int example(String pointer) {
    JsonNode content = Contract.document().at(pointer);
    if (!content.has("example")) {
      return 0;
    }
    Contract.valid(pointer + "/schema", content.path("example").toString());
    return 1;
  }

  @Test
  @DisplayName("lets fields be added to answers, so that clients made from it bear them")
  void open() {
    Contract.document()
        .path("components")
        .path("schemas")
        .properties()
        .forEach(
            schema ->
                assertThat(schema.getValue().path("additionalProperties").asBoolean(true))
                    .as(schema.getKey())
                    .isEqualTo(!schema.getKey().equals("Reason")));
  }

  @Test
  @DisplayName("leads nowhere where there is nothing")
  void references() {
    List<String> all = Contract.document().findValuesAsText("$ref");
    assertThat(all).hasSizeGreaterThan(50);
    for (String reference : all) {
      assertThat(Contract.document().at(reference.substring(1)).isMissingNode())
          .as(reference)
          .isFalse();
    }
  }
}
