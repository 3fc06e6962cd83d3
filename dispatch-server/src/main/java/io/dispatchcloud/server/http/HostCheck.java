package io.dispatchcloud.server.http;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * On a loopback address, refuses those that came by another name: a page from elsewhere, whose name
 * was made to lead here (DNS rebinding). Ports may differ, for tunnels.
 */
final class HostCheck {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]", "::1");

  private final boolean needed;

  HostCheck(boolean loopback) {
    this.needed = loopback;
  }

  /** Whether one of these, as they stand in headers, is another one's. */
  boolean refuses(List<String> authorities) {
    return needed && !authorities.stream().allMatch(HostCheck::here);
  }

  /** Whether a host's name or address is this machine's alone. */
  static boolean loopback(String host) {
    return LOOPBACK.contains(host.toLowerCase(Locale.ROOT));
  }

  private static boolean here(String authority) {
    String host = authority.strip();
    int colon = host.lastIndexOf(':');
    boolean port = host.startsWith("[") ? host.indexOf("]:") >= 0 : host.indexOf(':') == colon;
    return loopback(port && colon >= 0 ? host.substring(0, colon) : host);
  }
}
