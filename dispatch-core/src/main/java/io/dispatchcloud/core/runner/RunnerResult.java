package io.dispatchcloud.core.runner;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.dispatchcloud.api.container.OutputTail;
import io.dispatchcloud.api.container.RunResult;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a runner's {@code --result} says (RUN-5).
 *
 * @param attempt the number of the attempt that it is about; a result of another attempt than the
 *     one asked for must not be recorded
 * @param result how it ended
 */
record RunnerResult(long attempt, RunResult result) {
  private static final JsonFactory JSON = new JsonFactory();

  public RunnerResult {
    Objects.requireNonNull(result, "result");
  }

  /**
   * Reads an answer. Unknown members are ignored.
   *
   * @param json all that {@code --result} printed
   * @return what it says
   * @throws RunnerProtocolException if that is no result; the message repeats no output
   */
  public static RunnerResult parse(byte[] json) throws RunnerProtocolException {
    try (JsonParser parser = JSON.createParser(json)) {
      return read(parser);
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      // The cause's message may quote what the container wrote, which is nobody's business here.
      throw new RunnerProtocolException(
          "no result in the runner's " + json.length + " bytes: " + e.getClass().getSimpleName());
    }
  }

  private static RunnerResult read(JsonParser parser) throws IOException, RunnerProtocolException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new RunnerProtocolException("no result: expected a JSON object");
    }
    Map<String, Long> numbers = new HashMap<>();
    Map<String, Instant> times = new HashMap<>();
    Map<String, byte[]> tails = new HashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (name) {
        case "attempt", "exitStatus", "stdoutBytes", "stderrBytes" -> {
          if (value == JsonToken.VALUE_NUMBER_INT) {
            numbers.put(name, parser.getLongValue());
          }
        }
        case "startedAt", "finishedAt" -> times.put(name, Instant.parse(parser.getText()));
        case "stdoutTail", "stderrTail" -> tails.put(name, parser.getBinaryValue());
        default -> parser.skipChildren();
      }
    }
    long exitStatus = need(numbers, "exitStatus");
    return new RunnerResult(
        need(numbers, "attempt"),
        new RunResult(
            Math.toIntExact(Math.min(exitStatus, Integer.MAX_VALUE)),
            need(times, "startedAt"),
            need(times, "finishedAt"),
            new OutputTail(need(tails, "stdoutTail"), need(numbers, "stdoutBytes")),
            new OutputTail(need(tails, "stderrTail"), need(numbers, "stderrBytes"))));
  }

  private static <T> T need(Map<String, T> members, String name) throws RunnerProtocolException {
    T value = members.get(name);
    if (value == null) {
      throw new RunnerProtocolException("no result: " + name + " is missing");
    }
    return value;
  }
}
