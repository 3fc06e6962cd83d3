package io.dispatchcloud.driver.gce;

import com.google.cloud.compute.v1.ErrorDetails;
import com.google.cloud.compute.v1.Errors;
import com.google.cloud.compute.v1.Operation;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads faults where Compute Engine puts them: into the body of an answer, or an operation. */
final class FaultReader {
  private static final Pattern QUOTA_NAME = Pattern.compile("[Qq]uota '([A-Za-z0-9_./-]+)'");
  private static final Pattern METRIC_NAME = Pattern.compile("metric name = ([A-Za-z0-9_./-]+)");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}");
  private static final String QUOTA_HEAD = "compute.googleapis.com/";

  private FaultReader() {}

  /**
   * Reads what an answer says that is no success.
   *
   * @param status its HTTP status
   * @param body its body; anything at all
   * @param retryAfter its header of that name; null if there is none
   */
  static Fault ofAnswer(int status, String body, @Nullable String retryAfter) {
    JsonObject error = error(body);
    Set<String> codes = new LinkedHashSet<>();
    for (JsonObject each : objects(error, "errors")) {
      text(each, "reason").ifPresent(codes::add);
    }
    for (JsonObject each : objects(error, "details")) {
      text(each, "reason").ifPresent(codes::add);
    }
    text(error, "status").ifPresent(codes::add);
    String message = text(error, "message").orElse("");
    return new Fault(
        status, List.copyOf(codes), message, metric("", message), "", waitingTime(retryAfter));
  }

  private static JsonObject error(String body) {
    try {
      JsonElement parsed = JsonParser.parseString(body);
      if (parsed.isJsonArray() && !parsed.getAsJsonArray().isEmpty()) {
        parsed = parsed.getAsJsonArray().get(0);
      }
      if (parsed.isJsonObject() && parsed.getAsJsonObject().get("error") instanceof JsonObject o) {
        return o;
      }
    } catch (JsonParseException e) {
      // A proxy's page in HTML, say: the status alone has to do, and the page is nobody's business.
      return new JsonObject();
    }
    return new JsonObject();
  }

  private static List<JsonObject> objects(JsonObject in, String name) {
    List<JsonObject> found = new ArrayList<>();
    if (in.get(name) instanceof JsonArray array) {
      for (JsonElement each : array) {
        if (each instanceof JsonObject object) {
          found.add(object);
        }
      }
    }
    return found;
  }

  private static Optional<String> text(JsonObject in, String name) {
    JsonElement value = in.get(name);
    return value != null && value.isJsonPrimitive() && !value.getAsString().isEmpty()
        ? Optional.of(value.getAsString())
        : Optional.empty();
  }

  private static @Nullable Duration waitingTime(@Nullable String retryAfter) {
    return retryAfter != null && SECONDS.matcher(retryAfter.strip()).matches()
        ? Duration.ofSeconds(Long.parseLong(retryAfter.strip()))
        : null;
  }

  /** Why an operation that is done did not do it; empty if it did. */
  static Optional<Fault> ofOperation(Operation operation) {
    List<Errors> errors = operation.getError().getErrorsList();
    if (errors.isEmpty() && operation.getHttpErrorStatusCode() < 400) {
      return Optional.empty();
    }
    Set<String> codes = new LinkedHashSet<>();
    List<String> messages = new ArrayList<>();
    String metric = "";
    for (Errors each : errors) {
      codes.add(each.getCode());
      messages.add(each.getMessage());
      for (ErrorDetails details : each.getErrorDetailsList()) {
        codes.add(details.getErrorInfo().getReason());
        metric = metric.isEmpty() ? details.getQuotaInfo().getMetricName() : metric;
      }
    }
    codes.remove("");
    String message = String.join("; ", messages);
    return Optional.of(
        new Fault(
            operation.getHttpErrorStatusCode(),
            List.copyOf(codes),
            message.isEmpty() ? operation.getHttpErrorMessage() : message,
            metric(metric, message),
            operation.getName(),
            null));
  }

  /** The quota's name, which older answers have in the message alone. */
  private static String metric(String given, String message) {
    String metric = given;
    for (Pattern form : List.of(METRIC_NAME, QUOTA_NAME)) {
      Matcher found = form.matcher(message);
      if (metric.isEmpty() && found.find()) {
        metric = found.group(1);
      }
    }
    return metric.startsWith(QUOTA_HEAD) ? metric.substring(QUOTA_HEAD.length()) : metric;
  }
}
