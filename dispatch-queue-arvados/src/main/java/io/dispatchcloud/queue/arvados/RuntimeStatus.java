package io.dispatchcloud.queue.arvados;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.container.Attempt;
import org.jspecify.annotations.Nullable;

/**
 * What dispatchers note in a container's {@code runtime_status}: where an attempt is started, in
 * two keys of our own, and why the container was cancelled, in {@code error}. An update replaces
 * all of it, so what others noted is written again.
 */
final class RuntimeStatus {
  static final String FIELD = "runtime_status";

  private static final String INSTANCE = "dispatchInstance";
  private static final String ATTEMPT = "dispatchAttempt";
  private static final String ERROR = "error";

  private RuntimeStatus() {}

  /** Where an attempt was started; null if that is not noted, or of an earlier attempt. */
  static @Nullable InstanceId instance(JsonNode status, long attempt) {
    JsonNode instance = status.path(INSTANCE);
    boolean known =
        status.path(ATTEMPT).canConvertToLong()
            && status.path(ATTEMPT).longValue() == attempt
            && instance.isTextual()
            && !instance.textValue().isBlank();
    return known ? new InstanceId(instance.textValue()) : null;
  }

  /** Why it was cancelled; empty if nobody said. What others write there may be anything. */
  static String error(JsonNode status) {
    return status.path(ERROR).isTextual() ? status.path(ERROR).textValue() : "";
  }

  /** The attributes that note where an attempt is about to be started. */
  static String started(Found found, Attempt attempt, InstanceId instance) {
    ObjectNode status = found.runtimeStatus().deepCopy();
    status.put(INSTANCE, instance.value());
    status.put(ATTEMPT, attempt.number());
    return attributes(status);
  }

  /** The attributes that note why a container will not run. */
  static String failed(Found found, String error) {
    return attributes(found.runtimeStatus().deepCopy().put(ERROR, error));
  }

  private static String attributes(ObjectNode status) {
    return Json.newObject().set(FIELD, status).toString();
  }
}
