package io.dispatchcloud.server.remote;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/** Where a dispatcher's management API is: checked so that a token never travels readable. */
final class ServerAddress {
  private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final String EXPECTED = "'; expected https://HOST:PORT, or http://127.0.0.1:PORT";

  private ServerAddress() {}

  /** Reads one; anything but scheme, host and port is refused. */
  static URI parse(String text) {
    URI uri;
    try {
      uri = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("'" + masked(text) + EXPECTED, e);
    }
    boolean bare =
        uri.getHost() != null
            && uri.getRawUserInfo() == null
            && uri.getRawPath().isEmpty()
            && uri.getRawQuery() == null
            && uri.getRawFragment() == null;
    boolean plain = "http".equals(uri.getScheme());
    if (!bare || !(plain || "https".equals(uri.getScheme()))) {
      throw new IllegalArgumentException("'" + masked(text) + EXPECTED);
    }
    if (plain && !HERE.contains(uri.getHost())) {
      throw new IllegalArgumentException(
          "'" + text + EXPECTED + ": to other machines the token goes over TLS alone");
    }
    return uri;
  }

  /** What stands before an @ may be a password. */
  private static String masked(String text) {
    return text.replaceAll("//[^/]*@", "//...@");
  }
}
