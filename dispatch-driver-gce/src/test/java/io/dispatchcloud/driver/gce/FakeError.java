package io.dispatchcloud.driver.gce;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/** An answer that is no success, as Google's servers write one. */
final class FakeError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String reason;

  FakeError(int status, String reason, String message) {
    super(message);
    this.status = status;
    this.reason = reason;
  }

  static FakeError notFound(String what) {
    return new FakeError(404, "notFound", "The resource '" + what + "' was not found");
  }

  int status() {
    return status;
  }

  String body() {
    JsonObject one = new JsonObject();
    one.addProperty("message", getMessage());
    one.addProperty("domain", "global");
    one.addProperty("reason", reason);
    JsonArray errors = new JsonArray();
    errors.add(one);
    JsonObject error = new JsonObject();
    error.addProperty("code", status);
    error.addProperty("message", getMessage());
    error.add("errors", errors);
    JsonObject body = new JsonObject();
    body.add("error", error);
    return body.toString();
  }
}
