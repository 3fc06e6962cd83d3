package io.dispatchcloud.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** Reads the bodies of requests, short ones in JSON. */
final class Bodies {
  static final int LARGEST = 64 << 10;
  private static final String JSON = "application/json";

  private Bodies() {}

  static byte[] read(Request request) throws ProblemException {
    requireJson(request.getHeaders());
    if (request.getHeaders().getLongField("Content-Length") > LARGEST) {
      throw tooLarge();
    }
    // Not closed: the connection goes on.
    InputStream in = Content.Source.asInputStream(request);
    try {
      byte[] body = in.readNBytes(LARGEST + 1);
      if (body.length > LARGEST) {
        throw tooLarge();
      }
      return body;
    } catch (IOException e) {
      if (e.getCause() instanceof TimeoutException) {
        throw Problem.of(408, "timeout", "The body did not come", "expected it without long pauses")
            .exception();
      }
      throw Problem.badRequest("the body ends too early, or is not framed as HTTP wants it")
          .exception();
    }
  }

  private static ProblemException tooLarge() {
    return Problem.of(
            413, "too-large", "The body is too large", "expected " + LARGEST + " bytes at the most")
        .exception();
  }

  private static void requireJson(HttpFields headers) throws ProblemException {
    List<String> types = headers.getValuesList("Content-Type");
    String type = types.size() == 1 ? types.get(0).replace(" ", "").toLowerCase(Locale.ROOT) : "";
    boolean json =
        type.equals(JSON)
            || type.equals(JSON + ";charset=utf-8")
            || type.equals(JSON + ";charset=\"utf-8\"");
    if (!json || headers.contains("Content-Encoding")) {
      throw Problem.of(
              415,
              "unsupported-media-type",
              "The body is of another kind",
              "expected Content-Type: application/json, in UTF-8 and not compressed")
          .exception();
    }
  }
}
