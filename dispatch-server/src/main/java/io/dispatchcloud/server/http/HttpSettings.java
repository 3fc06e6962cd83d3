package io.dispatchcloud.server.http;

import io.dispatchcloud.api.config.Secret;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the management interface is reached, and by whom.
 *
 * @param host a name or address of this machine
 * @param port 0 for any that is free
 * @param token what those say who may come in; null if nobody may
 * @param tls what encrypts it; null for nothing, on loopback addresses alone
 */
public record HttpSettings(String host, int port, @Nullable Secret token, @Nullable TlsFiles tls) {
  /** What a token looks like, for messages. */
  public static final String TOKEN_FORM =
      "16 to 512 letters, digits or characters of '._~+/=-'. One is made by: openssl rand -hex 32";

  private static final Pattern LISTEN =
      Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[A-Za-z0-9._-]+):([0-9]{1,5})");
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/=-]{16,512}");
  private static final int LAST_PORT = 65535;

  /**
   * Files in PEM form.
   *
   * @param certificate the certificate, and those that lead to one that clients know
   * @param key its private key, unencrypted
   */
  public record TlsFiles(Path certificate, Path key) {}

  public HttpSettings {
    if (tls == null && !HostCheck.loopback(host)) {
      throw new IllegalArgumentException(
          "'"
              + host
              + "'; expected 127.0.0.1, [::1] or localhost, or http.tls with certificate and key in"
              + " the file: other machines are served over TLS alone");
    }
    if (token != null && !isToken(token)) {
      throw new IllegalArgumentException("token: a text, not shown here; expected " + TOKEN_FORM);
    }
  }

  /**
   * Reads where to listen.
   *
   * @param listen host and port: {@code 127.0.0.1:8080}, {@code [::1]:0}
   * @param token what those say who may come in; null if nobody may
   * @param tls what encrypts it; null for nothing
   * @return the settings
   * @throws IllegalArgumentException if that is no such place, or one that needs TLS, or the token
   *     is of the wrong form; names what
   */
  public static HttpSettings of(String listen, @Nullable Secret token, @Nullable TlsFiles tls) {
    Matcher parts = LISTEN.matcher(listen);
    if (!parts.matches() || Integer.parseInt(parts.group(2)) > LAST_PORT) {
      throw new IllegalArgumentException(
          "'" + listen + "'; expected HOST:PORT, such as 127.0.0.1:8080; port 0 for any");
    }
    String host = parts.group(1);
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return new HttpSettings(bare, Integer.parseInt(parts.group(2)), token, tls);
  }

  /**
   * Whether something can be a token.
   *
   * @param given what somebody has set
   * @return false if it is too short, or has other characters
   */
  public static boolean isToken(Secret given) {
    return TOKEN.matcher(given.reveal()).matches();
  }

  /** Whether nobody but this machine can come. */
  boolean loopback() {
    return HostCheck.loopback(host);
  }
}
