package io.dispatchcloud.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The page and what it needs, from the program's own resources; there for anyone. */
final class StaticFiles {
  private static final String FOLDER = "/io/dispatchcloud/server/page/";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
  private static final Map<String, String> TYPES = types();

  private StaticFiles() {}

  private static Map<String, String> types() {
    Map<String, String> types = new LinkedHashMap<>();
    types.put("html", "text/html; charset=utf-8");
    types.put("css", "text/css; charset=utf-8");
    types.put("js", "text/javascript; charset=utf-8");
    types.put("json", "application/json");
    types.put("svg", "image/svg+xml");
    types.put("png", "image/png");
    types.put("ico", "image/x-icon");
    types.put("woff2", "font/woff2");
    types.put("txt", "text/plain; charset=utf-8");
    return types;
  }

  static Answer index(Ask ask) throws ProblemException {
    return file("index.html");
  }

  static Answer asset(Ask ask) throws ProblemException {
    for (String part : ask.variables()) {
      if (!NAME.matcher(part).matches()) {
        throw missing();
      }
    }
    return file("assets/" + String.join("/", ask.variables()));
  }

  private static Answer file(String path) throws ProblemException {
    String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
    if (type == null) {
      throw missing();
    }
    try (InputStream in = StaticFiles.class.getResourceAsStream(FOLDER + path)) {
      if (in == null) {
        throw missing();
      }
      return Answer.of(type, in.readAllBytes());
    } catch (IOException e) {
      throw missing();
    }
  }

  private static ProblemException missing() {
    return Problem.notFound("there is no such file; the page is at /").exception();
  }
}
