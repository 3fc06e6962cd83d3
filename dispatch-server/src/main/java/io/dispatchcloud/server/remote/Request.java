package io.dispatchcloud.server.remote;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What is asked of a server: a path below the API's, and parameters. Not thread-safe. */
final class Request {
  private static final String API = "/api/v1/";

  private final String path;
  private final List<String> parameters = new ArrayList<>();

  private Request(String path) {
    this.path = path;
  }

  /** Words of the path; each may have any character. */
  static Request of(String... words) {
    return new Request(
        API + String.join("/", List.of(words).stream().map(Request::encoded).toList()));
  }

  Request with(String name, Object value) {
    parameters.add(name + "=" + encoded(value.toString()));
    return this;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  String target() {
    return parameters.isEmpty() ? path : path + "?" + String.join("&", parameters);
  }
}
