package io.dispatchcloud.server.http;

import java.io.IOException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Tells of requests that are no HTTP, or too large, before they come to an endpoint. */
final class Refusals extends ErrorHandler {
  private final Replies replies;

  Refusals(Replies replies) {
    this.replies = replies;
  }

  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int code,
      String message,
      @Nullable Throwable cause,
      Callback callback)
      throws IOException {
    replies.send(replies.of(problem(code, cause)), response, callback);
  }

  private static Problem problem(int code, @Nullable Throwable cause) {
    return switch (code) {
      case 400 -> Problem.badRequest("the request is not HTTP as it should be, or its path is not");
      case 408 -> Problem.of(408, "timeout", "The request did not come", "it took too long");
      case 414 ->
          Problem.of(414, "uri-too-long", "The address is too long", "expected a shorter one");
      case 431 ->
          Problem.of(
              431,
              "headers-too-large",
              "The headers are too large",
              "expected fewer or shorter ones");
      case 503 -> Problem.busy("the server ends, or has too much to do");
      default ->
          code >= 500 && code != 501 && code != 505
              ? Front.bug(cause == null ? new IllegalStateException("status " + code) : cause)
              : Problem.of(code, "refused", "The request is refused", "HTTP status " + code);
    };
  }
}
