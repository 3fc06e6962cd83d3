package io.dispatchcloud.core.ssh;

import com.google.common.net.InetAddresses;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A host and a port to connect to.
 *
 * @param host a name or an address, an IPv6 one without brackets
 * @param port 1 to 65535
 */
record HostAddress(String host, int port) {
  private static final Pattern BRACKETS = Pattern.compile("\\[([^\\[\\]]*)](?::([0-9]{1,5}))?");
  private static final Pattern NAME =
      Pattern.compile("([A-Za-z0-9_][A-Za-z0-9_.-]{0,252})(?::([0-9]{1,5}))?");
  // Looked at before Guava does, which takes any script's digits, and anything at all for a zone.
  private static final Pattern V6 = Pattern.compile("([0-9A-Fa-f:.]+)(?:%[A-Za-z0-9_.-]{1,32})?");

  /**
   * Reads an address as an instance gives it.
   *
   * @param text {@code host}, {@code host:port}, {@code [IPv6]:port}, {@code [IPv6]} or a bare IPv6
   *     address
   * @param defaultPort the port if it names none
   * @throws IllegalArgumentException if it is none of these
   */
  static HostAddress parse(String text, int defaultPort) {
    if (isV6(text)) {
      return new HostAddress(text, defaultPort);
    }
    Matcher brackets = BRACKETS.matcher(text);
    if (brackets.matches() && isV6(brackets.group(1))) {
      return new HostAddress(brackets.group(1), port(text, brackets.group(2), defaultPort));
    }
    Matcher name = NAME.matcher(text);
    if (name.matches()) {
      return new HostAddress(name.group(1), port(text, name.group(2), defaultPort));
    }
    throw wrong(text);
  }

  private static boolean isV6(String text) {
    Matcher v6 = V6.matcher(text);
    return v6.matches() && v6.group(1).contains(":") && InetAddresses.isInetAddress(v6.group(1));
  }

  private static int port(String text, @Nullable String digits, int defaultPort) {
    int port = digits == null ? defaultPort : Integer.parseInt(digits);
    if (port < 1 || port > 65_535) {
      throw wrong(text);
    }
    return port;
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "address: '"
            + text
            + "'; expected a host name or address, host:port, or [IPv6]:port with a port of 1 to"
            + " 65535");
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
