package io.dispatchcloud.server.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;

/** Makes requests that nobody in their right mind would make; the same for the same seed. */
final class Hostile {
  private static final List<String> METHODS =
      List.of(
          "GET", "GET", "GET", "POST", "POST", "HEAD", "PUT", "OPTIONS", "TRACE", "get", "G\0T",
          "@");
  private static final List<String> PATHS =
      List.of(
          "/",
          "/assets/@",
          "/assets/@/@",
          "/health/live",
          "/health/ready",
          "/metrics",
          "/api/v1/openapi.json",
          "/api/v1/status",
          "/api/v1/instances",
          "/api/v1/instances/@",
          "/api/v1/instances/@/hold",
          "/api/v1/instances/@/kill",
          "/api/v1/containers",
          "/api/v1/containers/@",
          "/api/v1/containers/@/explanation",
          "/api/v1/containers/@/history",
          "/api/v1/containers/@/kill",
          "/api/v1/costs",
          "/api/v1/events",
          "/api/v1/live",
          "/api/@",
          "/@",
          "//",
          "*",
          "@");
  private static final List<String> NAMES =
      List.of(
          "limit",
          "after",
          "state",
          "type",
          "behavior",
          "offset",
          "status",
          "label",
          "search",
          "by",
          "container",
          "instance",
          "@");
  private static final List<String> IDS =
      List.of("i-1", "i-2", "run-1", "wait-1", "done-1", "none", "@", "@");
  private static final List<String> BITS =
      List.of(
          "",
          " ",
          "%",
          "%0",
          "%00",
          "%0d%0aX: y",
          "\r\nX: y",
          "%c0%af",
          "%ed%a0%80",
          "%ff",
          "..",
          "%2e%2e%2f",
          "%2F",
          "/",
          "\\",
          "'",
          "\"",
          "<script>",
          "${jndi:ldap://x}",
          "{{7*7}}",
          "\u202e",
          "\ud83d\ude00",
          "%F0%9F%98%80",
          "\0",
          "a".repeat(300),
          "a".repeat(20_000),
          "99999999999999999999",
          "-1",
          "0",
          "1",
          "1e9",
          "NaN",
          "null",
          "true",
          "idle",
          "atCapacity",
          "project:atlas",
          "label",
          Site.TOKEN,
          "i-1",
          ";jsessionid=1",
          "?",
          "#",
          "&&&",
          "=");
  private static final List<String> BODIES =
      List.of(
          "",
          "{}",
          "{\"reason\": \"fine\"}",
          "{\"reason\": \"so\"}",
          "{\"reason\": \"@\"}",
          "{\"@\": \"@\"}",
          "{\"reason\": \"a\", \"reason\": \"b\"}",
          "[".repeat(10_000),
          "{\"a\":".repeat(2_000),
          "\"",
          "nul",
          "1e999999999",
          "{\"reason\": 1e999999999}",
          "\ufeff{\"reason\": \"x\"}",
          "{\"reason\": \"" + "x".repeat(70_000) + "\"}",
          "{\"reason\": \"\\ud800\"}",
          "{\"reason\": {\"reason\": \"x\"}}",
          "@");
  private static final List<String> HEADERS =
      List.of(
          "Content-Type: application/json",
          "Content-Type: application/json",
          "Content-Type: application/json; charset=utf-16",
          "Content-Type: @",
          "Content-Encoding: gzip",
          "Transfer-Encoding: chunked",
          "Transfer-Encoding: @",
          "Content-Length: 5",
          "Content-Length: -1",
          "Content-Length: 99999999999999999999",
          "Expect: 100-continue",
          "Expect: @",
          "Accept: @",
          "Range: bytes=0-1",
          "If-None-Match: *",
          "Last-Event-ID: @",
          "Last-Event-ID: zz-3",
          "Cookie: @",
          "Upgrade: websocket",
          "Connection: Upgrade",
          "Host: @",
          "Origin: https://evil.example",
          "X-Forwarded-For: @",
          "Authorization: @",
          "Forwarded: for=@",
          "@: @",
          "X:@",
          " folded",
          "X-Many: " + "y,".repeat(9000));

  private final Random random;

  Hostile(long seed) {
    random = new Random(seed);
  }

  private String any(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }

  /** With something in the places. */
  private String filled(String text) {
    String filled = text;
    while (filled.contains("@")) {
      filled = filled.replaceFirst("@", Matcher.quoteReplacement(bit()));
    }
    return filled;
  }

  private String bit() {
    if (random.nextInt(4) == 0) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(12); i >= 0; i--) {
        int point = random.nextInt(random.nextBoolean() ? 0x80 : 0x11000);
        text.appendCodePoint(point == '@' ? 'a' : point);
      }
      return text.toString();
    }
    return any(BITS);
  }

  private String target() {
    StringBuilder target = new StringBuilder();
    any(PATHS)
        .codePoints()
        .forEach(
            point -> target.append(point == '@' ? filled(any(IDS)) : Character.toString(point)));
    for (int i = random.nextInt(2) * random.nextInt(4); i > 0; i--) {
      target.append(target.indexOf("?") < 0 ? '?' : '&');
      target.append(filled(any(NAMES))).append(random.nextInt(9) == 0 ? "" : "=").append(bit());
    }
    // Most of them are to come as far as an endpoint.
    return random.nextInt(5) == 0
        ? target.toString()
        : target.toString().replaceAll("[\\x00-\\x20\\x7f-\\x{10ffff}\"<>\\\\^`{|}#]", "");
  }

  byte[] request() {
    if (random.nextInt(25) == 0) {
      return garbage();
    }
    StringBuilder head = new StringBuilder();
    String target = target();
    boolean order = target.contains("kill") || target.contains("hold");
    String likely = order ? "POST" : "GET";
    head.append(random.nextInt(9) == 0 ? filled(any(METHODS)) : likely).append(' ').append(target);
    head.append(random.nextInt(40) == 0 ? " HTTP/9." + bit() : " HTTP/1.1").append("\r\n");
    head.append(random.nextInt(20) == 0 ? "Host: evil.example" : "Host: localhost");
    head.append("\r\nConnection: close\r\n");
    if (random.nextInt(12) > 0) {
      String wrong = random.nextInt(12) == 0 ? "x" : "";
      head.append("Authorization: Bearer ").append(Site.TOKEN).append(wrong).append("\r\n");
    }
    for (int i = random.nextInt(2) * random.nextInt(3); i > 0; i--) {
      head.append(filled(any(HEADERS))).append("\r\n");
    }
    byte[] body = body();
    if (random.nextInt(15) > 0 && head.indexOf("Content-Length") < 0) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    if (random.nextInt(9) > 0 && head.indexOf("Content-Type") < 0) {
      head.append("Content-Type: application/json\r\n");
    }
    byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(start, start.length + body.length);
    System.arraycopy(body, 0, all, start.length, body.length);
    return all;
  }

  private byte[] body() {
    byte[] body = filled(any(BODIES)).getBytes(StandardCharsets.UTF_8);
    if (body.length > 0 && random.nextInt(5) == 0) {
      body[random.nextInt(body.length)] = (byte) random.nextInt(256);
    }
    return body;
  }

  /** No HTTP at all. */
  private byte[] garbage() {
    byte[] bytes = new byte[random.nextInt(2000)];
    random.nextBytes(bytes);
    return random.nextBoolean()
        ? bytes
        : "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  }
}
