package io.dispatchcloud.server.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads {@code {"reason": "..."}}: why somebody gives an order. */
final class Reason {
  private static final String REASON = "reason";
  private static final int LONGEST = 500;
  private static final String EXPECTED =
      "a text of 1 to " + LONGEST + " characters, not blank, no control characters";
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(50).build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private Reason() {}

  static String read(byte[] body) throws ProblemException {
    @Nullable String reason = null;
    try (JsonParser json = FACTORY.createParser(text(body))) {
      if (json.nextToken() == null) {
        throw malformed();
      }
      boolean object = json.currentToken() == JsonToken.START_OBJECT;
      if (!object) {
        json.skipChildren();
        requireEnd(json);
        throw Problem.unprocessable("body", "", "an object with a reason").exception();
      }
      @Nullable ProblemException wrong = null;
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        if (!name.equals(REASON)) {
          json.skipChildren();
          wrong = Problem.unprocessable(name, "", "no field but reason").exception();
        } else if (value == JsonToken.VALUE_STRING) {
          reason = json.getText();
        } else {
          json.skipChildren();
          wrong = Problem.unprocessable(REASON, "", EXPECTED).exception();
        }
      }
      requireEnd(json);
      if (wrong != null) {
        throw wrong;
      }
    } catch (IOException e) {
      throw malformed();
    }
    return checked(reason);
  }

  private static String text(byte[] body) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
  }

  private static void requireEnd(JsonParser json) throws IOException, ProblemException {
    if (json.nextToken() != null) {
      throw malformed();
    }
  }

  private static ProblemException malformed() {
    return Problem.badRequest(
            "the body is not JSON in UTF-8 with each field once; expected {\"reason\": \"...\"}")
        .exception();
  }

  private static String checked(@Nullable String reason) throws ProblemException {
    if (reason == null) {
      throw Problem.unprocessable(REASON, "", EXPECTED).exception();
    }
    if (reason.isBlank()
        || reason.codePointCount(0, reason.length()) > LONGEST
        || !Texts.plain(reason)) {
      throw Problem.unprocessable(REASON, reason, EXPECTED).exception();
    }
    return reason;
  }
}
