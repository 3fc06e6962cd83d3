package io.dispatchcloud.server.http;

import io.dispatchcloud.api.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lets those in who know the token. */
final class Gate {
  /** The kind of problem that those have who bring another token. */
  static final String WRONG = "wrong-token";

  private static final String SCHEME = "bearer ";

  private final @Nullable Secret token;

  Gate(@Nullable Secret token) {
    this.token = token;
  }

  /**
   * Looks at who comes.
   *
   * @param authorizations the headers of that name
   * @return why not; empty if they may come in
   */
  Optional<Problem> refuses(List<String> authorizations) {
    if (token == null) {
      return Optional.of(
          Problem.of(
              403,
              "no-token-configured",
              "No token is configured here",
              "Nobody can come in: set http.token in the configuration, or"
                  + " DISPATCH_MANAGEMENT_TOKEN in the environment of the dispatcher, and start it"
                  + " again"));
    }
    Optional<String> given = given(authorizations);
    if (given.isEmpty()) {
      return Optional.of(
          Problem.of(
                  401,
                  "unauthenticated",
                  "A token is needed",
                  "expected one header 'Authorization: Bearer TOKEN'")
              .with("WWW-Authenticate", "Bearer realm=\"dispatch\""));
    }
    boolean right =
        MessageDigest.isEqual(
            given.get().getBytes(StandardCharsets.UTF_8),
            token.reveal().getBytes(StandardCharsets.UTF_8));
    return right
        ? Optional.empty()
        : Optional.of(
            Problem.of(
                403,
                WRONG,
                "The token is wrong",
                "expected the token of the configuration (http.token) or of"
                    + " DISPATCH_MANAGEMENT_TOKEN"));
  }

  private static Optional<String> given(List<String> authorizations) {
    if (authorizations.size() != 1) {
      return Optional.empty();
    }
    String header = authorizations.get(0).strip();
    return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? Optional.of(header.substring(SCHEME.length()).strip())
        : Optional.empty();
  }
}
