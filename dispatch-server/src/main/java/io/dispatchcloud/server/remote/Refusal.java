package io.dispatchcloud.server.remote;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatchcloud.server.remote.ServerException.Kind;
import java.net.URI;

/** What a server's no means. */
final class Refusal {
  private static final String TOKEN =
      "; give the dispatcher's token by --token-file FILE or DISPATCH_MANAGEMENT_TOKEN";

  private Refusal() {}

  /** What a status means; the answer is the problem document. */
  static ServerException of(URI server, int status, JsonNode answer) {
    if (!answer.path("type").asText().startsWith("urn:dispatch:problem:")) {
      return new ServerException(
          Kind.UNREACHABLE,
          "what answers at " + server + " is no dispatcher (HTTP status " + status + ")");
    }
    String detail = answer.path("detail").asText();
    String type = answer.path("type").asText();
    return switch (status) {
      case 401, 403 ->
          new ServerException(
              Kind.REFUSED,
              answer.path("title").asText().toLowerCase(java.util.Locale.ROOT)
                  + " ("
                  + server
                  + ")"
                  + (type.endsWith("no-token-configured") ? ": " + detail : TOKEN));
      case 404 -> new ServerException(Kind.NOT_FOUND, detail);
      case 400, 422 -> new ServerException(Kind.BAD_INPUT, detail);
      case 503 -> new ServerException(Kind.UNREACHABLE, server + ": " + detail);
      default -> new ServerException(Kind.REFUSED, detail);
    };
  }
}
