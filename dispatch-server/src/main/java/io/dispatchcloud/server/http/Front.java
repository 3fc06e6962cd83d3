package io.dispatchcloud.server.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where requests come in: lets them through to an endpoint, or says why not. Thread-safe. */
final class Front extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(Front.class);

  private static final String HEALTH = "health";

  private final Routes routes;
  private final Gate gate;
  private final HostCheck hosts;
  private final RateLimiter limiter;
  private final Strangers strangers;
  private final Replies replies;

  Front(
      Routes routes,
      Gate gate,
      HostCheck hosts,
      RateLimiter limiter,
      Strangers strangers,
      Replies replies) {
    this.routes = routes;
    this.gate = gate;
    this.hosts = hosts;
    this.limiter = limiter;
    this.strangers = strangers;
    this.replies = replies;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Answer answer;
    try {
      answer = answer(request);
    } catch (ProblemException e) {
      answer = replies.of(e.problem());
    } catch (RuntimeException | Error e) {
      answer = replies.of(bug(e));
    }
    replies.send(answer, response, callback);
    return true;
  }

  /** What is for those who mend it goes to the log; the client gets what to look for there. */
  static Problem bug(Throwable failure) {
    String id = UUID.randomUUID().toString();
    LOG.atError()
        .addKeyValue("correlation", id)
        .setCause(failure)
        .log("A request could not be answered: a bug");
    return Problem.of(
        500,
        "bug",
        "Something is wrong in the program",
        "this is a bug; the dispatcher's log has more about it under correlation " + id);
  }

  private Answer answer(Request request) throws ProblemException {
    if (hosts.refuses(authorities(request))) {
      throw Problem.of(
              421,
              "misdirected",
              "That is another host",
              "this address is for this machine alone; expected the host localhost, 127.0.0.1 or"
                  + " [::1]")
          .exception();
    }
    Optional<List<String>> parts =
        Optional.ofNullable(request.getHttpURI().getPath()).flatMap(Routes::parts);
    Optional<Problem> refused = gate.refuses(request.getHeaders().getValuesList("Authorization"));
    boolean open = parts.isPresent() && open(parts.get());
    Optional<Routes.Match> match = parts.flatMap(path -> routes.find(request.getMethod(), path));
    boolean stream = match.filter(found -> found.route().kind() == Route.Kind.STREAM).isPresent();
    // Whoever watches the process is not locked out by a flood; the doctor is not asked more often.
    if (!(open && parts.get().get(0).equals(HEALTH))) {
      admit(request, refused.isEmpty(), stream);
    }
    if (!open && refused.isPresent()) {
      if (refused.get().kind().equals(Gate.WRONG)) {
        strangers.came(Request.getRemoteAddr(request));
      }
      throw refused.get().exception();
    }
    Routes.Match found = match.orElseThrow(() -> noRoute(parts).exception());
    Query query = Query.parse(request.getHttpURI().getQuery(), found.route().parameters());
    boolean order = found.route().method().equals("POST");
    byte[] body = order ? Bodies.read(request) : new byte[0];
    String seen = Optional.ofNullable(request.getHeaders().get("Last-Event-ID")).orElse("");
    Ask ask = new Ask(found.variables(), query, body, seen, Request.getRemoteAddr(request));
    return found.route().endpoint().answer(ask);
  }

  /** What nobody knows below /api needs the token, too, so that it tells nothing. */
  private boolean open(List<String> parts) {
    return routes.open(parts) && !parts.get(0).toLowerCase(Locale.ROOT).equals("api");
  }

  private static List<String> authorities(Request request) {
    List<String> authorities = new ArrayList<>();
    for (HttpField field : request.getHeaders().getFields(HttpHeader.HOST)) {
      authorities.add(Optional.ofNullable(field.getValue()).orElse(""));
    }
    Optional.ofNullable(request.getHttpURI().getAuthority()).ifPresent(authorities::add);
    return authorities;
  }

  private void admit(Request request, boolean known, boolean stream) throws ProblemException {
    if (known && stream) {
      return;
    }
    String address = Request.getRemoteAddr(request);
    if (!limiter.admits(new RateLimiter.Client(address, known))) {
      throw Problem.of(
              429,
              "too-many-requests",
              "Too many requests",
              "too many requests from this address; ask again in a second, or read a stream")
          .with("Retry-After", "1")
          .exception();
    }
  }

  private Problem noRoute(Optional<List<String>> parts) {
    List<String> methods = parts.map(routes::methods).orElse(List.of());
    if (methods.isEmpty()) {
      return Problem.notFound("nothing has this path; /api/v1/openapi.json says what there is");
    }
    String allowed = String.join(", ", methods);
    return Problem.of(
            405, "method-not-allowed", "That method is not for this path", "expected " + allowed)
        .with("Allow", allowed);
  }
}
