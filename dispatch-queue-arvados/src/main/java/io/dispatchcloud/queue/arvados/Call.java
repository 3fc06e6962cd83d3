package io.dispatchcloud.queue.arvados;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One request, without who asks.
 *
 * @param what what it does, for messages and meters: {@code lock}
 * @param subject the container, or empty where there is none or many
 * @param method GET, POST or PUT
 * @param path below the address
 * @param arguments what goes along; in the address for GET, else in the body
 */
record Call(
    String what, String subject, String method, String path, Map<String, String> arguments) {
  private static final String ROOT = "/arvados/v1/";
  private static final String CONTAINERS = ROOT + "containers";

  /** Who the token is. */
  static Call currentToken() {
    return new Call(
        "ask for the token", "", "GET", ROOT + "api_client_authorizations/current", Map.of());
  }

  /** Lists containers with short arguments. */
  static Call list(Map<String, String> arguments) {
    return new Call("list containers", "", "GET", CONTAINERS, arguments);
  }

  /** Lists containers with arguments that would be too long for an address. */
  static Call longList(Map<String, String> arguments) {
    Map<String, String> all = new LinkedHashMap<>(arguments);
    all.put("_method", "GET");
    return new Call("list containers", "", "POST", CONTAINERS, all);
  }

  static Call lock(String uuid) {
    return new Call("lock", uuid, "POST", CONTAINERS + "/" + uuid + "/lock", Map.of());
  }

  static Call unlock(String uuid) {
    return new Call("unlock", uuid, "POST", CONTAINERS + "/" + uuid + "/unlock", Map.of());
  }

  /** Changes attributes, given as a JSON object. */
  static Call update(String uuid, String attributes) {
    return new Call(
        "update", uuid, "PUT", CONTAINERS + "/" + uuid, Map.of("container", attributes));
  }

  boolean hasBody() {
    return !method.equals("GET");
  }

  /** The arguments as a form. */
  String form() {
    return arguments.entrySet().stream()
        .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
        .collect(Collectors.joining("&"));
  }

  /** The path, with the arguments of a GET. */
  String target() {
    return hasBody() || arguments.isEmpty() ? path : path + "?" + form();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return subject.isEmpty() ? what : what + " " + subject;
  }
}
