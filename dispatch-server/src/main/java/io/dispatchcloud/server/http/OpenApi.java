package io.dispatchcloud.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The document that describes all of this. */
final class OpenApi {
  private OpenApi() {}

  static Answer document(Ask ask) {
    try (InputStream in =
        Objects.requireNonNull(OpenApi.class.getResourceAsStream("openapi.json"), "openapi.json")) {
      return Answer.of(Answer.JSON, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("a resource of the program can't be read", e);
    }
  }
}
