package io.dispatchcloud.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Why a request was refused, as RFC 9457 wants it told.
 *
 * @param status the HTTP status
 * @param kind a word for programs, which becomes the type
 * @param title the same for people
 * @param detail what exactly is wrong, and what to do about it
 * @param values what was given, where that was wrong
 * @param headers more headers of the answer
 */
record Problem(
    int status,
    String kind,
    String title,
    String detail,
    List<BadValue> values,
    Map<String, String> headers) {
  static final String MEDIA_TYPE = "application/problem+json";
  private static final String TYPE = "urn:dispatch:problem:";

  /**
   * One value that was wrong.
   *
   * @param name the parameter, field or header
   * @param value what was given; told shortened
   * @param expected what it should have been
   */
  record BadValue(String name, String value, String expected) {
    private static final int LONGEST = 100;

    /** Masked before it is cut: no part of a secret is told, either. */
    private static String told(String text, Mask mask) {
      return shortened(mask.apply(text));
    }

    private static String shortened(String text) {
      return text.codePointCount(0, text.length()) <= LONGEST
          ? text
          : text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "...";
    }
  }

  Problem {
    values = List.copyOf(values);
    headers = Map.copyOf(headers);
  }

  static Problem of(int status, String kind, String title, String detail) {
    return new Problem(status, kind, title, detail, List.of(), Map.of());
  }

  Problem with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Problem(status, kind, title, detail, values, more);
  }

  private Problem with(BadValue value) {
    List<BadValue> more = new ArrayList<>(values);
    more.add(value);
    return new Problem(status, kind, title, detail, more, headers);
  }

  static Problem badParameter(String name, String value, String expected) {
    return of(400, "bad-parameter", "A parameter is wrong", name + ": expected " + expected)
        .with(new BadValue(name, value, expected));
  }

  static Problem badRequest(String detail) {
    return of(400, "bad-request", "The request can't be understood", detail);
  }

  static Problem unprocessable(String name, String value, String expected) {
    return of(
            422,
            "unprocessable",
            "The body does not say what is needed",
            name + ": expected " + expected)
        .with(new BadValue(name, value, expected));
  }

  static Problem notFound(String detail) {
    return of(404, "not-found", "There is no such thing", detail);
  }

  static Problem conflict(String detail) {
    return of(409, "conflict", "That can't be done any more", detail);
  }

  static Problem notActive(String detail) {
    return of(503, "not-active", "No dispatcher is active here", detail).with("Retry-After", "5");
  }

  static Problem noAnswer(String detail) {
    return of(503, "no-answer", "The dispatcher gives no answer", detail).with("Retry-After", "5");
  }

  static Problem busy(String detail) {
    return of(503, "busy", "Too much at once", detail).with("Retry-After", "5");
  }

  ProblemException exception() {
    return new ProblemException(this);
  }

  /** The answer. Whatever of the texts is a secret, a mask stands for it. */
  Answer answer(Mask mask) {
    byte[] body =
        Json.object(
            json -> {
              json.writeStringField("type", TYPE + kind);
              json.writeStringField("title", title);
              json.writeNumberField("status", status);
              json.writeStringField("detail", mask.apply(detail));
              if (!values.isEmpty()) {
                json.writeArrayFieldStart("problems");
                for (BadValue each : values) {
                  write(json, each, mask);
                }
                json.writeEndArray();
              }
            });
    return new Answer(status, MEDIA_TYPE, headers, body, null);
  }

  private static void write(JsonGenerator json, BadValue each, Mask mask) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", BadValue.told(each.name(), mask));
    json.writeStringField("value", BadValue.told(each.value(), mask));
    json.writeStringField("expected", each.expected());
    json.writeEndObject();
  }
}
