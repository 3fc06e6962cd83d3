package io.dispatchcloud.server.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends answers, with what every one of them says. Thread-safe. */
final class Replies {
  private static final Logger LOG = LoggerFactory.getLogger(Replies.class);
  private static final String POLICY =
      "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final Mask mask;
  private final Streams streams;
  private final LongSupplier nanoseconds;

  Replies(Mask mask, Streams streams, LongSupplier nanoseconds) {
    this.mask = mask;
    this.streams = streams;
    this.nanoseconds = nanoseconds;
  }

  Answer of(Problem problem) {
    return problem.answer(mask);
  }

  void send(Answer answer, Response response, Callback callback) {
    EventSource stream = answer.stream();
    if (stream == null) {
      plain(answer, response, callback);
    } else if (streams.enter()) {
      try {
        stream(answer, stream, response, callback);
      } finally {
        streams.leave();
      }
    } else {
      String why = "there are " + Streams.MOST + " streams already, or this process ends";
      plain(of(Problem.busy(why)), response, callback);
    }
  }

  private void plain(Answer answer, Response response, Callback callback) {
    head(answer, response);
    response.getHeaders().put("Content-Length", answer.body().length);
    response.write(true, ByteBuffer.wrap(answer.body()), callback);
  }

  private static void head(Answer answer, Response response) {
    response.setStatus(answer.status());
    HttpFields.Mutable headers = response.getHeaders();
    headers.put("Content-Type", answer.mediaType());
    headers.put("Cache-Control", "no-store");
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("Content-Security-Policy", POLICY);
    headers.put("Referrer-Policy", "no-referrer");
    answer.headers().forEach(headers::put);
  }

  /** In the request's own thread, which waits while the client reads slowly, or for ever. */
  private void stream(Answer answer, EventSource stream, Response response, Callback callback) {
    head(answer, response);
    OutputStream out = Content.Sink.asOutputStream(response);
    try {
      stream.run(new EventWriter(out, streams, nanoseconds));
      out.close();
      callback.succeeded();
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("A stream's client is gone");
      callback.failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      callback.failed(e);
    } catch (RuntimeException | Error e) {
      // Its head is sent: the end of the connection is all that the client can be told.
      LOG.atError().setCause(e).log("A stream ended by itself: a bug");
      callback.failed(e);
    }
  }
}
