package io.dispatchcloud.driver.local.ssh;

import java.util.Objects;

/**
 * What makes one server.
 *
 * @param port where it listens; 0 for any port that is free
 * @param key what it shows to its clients
 * @param user who may log in
 * @param authorizedKey the key that may log in, in OpenSSH's one-line form; empty for none
 * @param handler what its commands do
 */
public record ServerSettings(
    int port, ServerKey key, String user, String authorizedKey, CommandHandler handler) {
  public ServerSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port: '" + port + "'; expected 0 to 65535");
    }
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(authorizedKey, "authorizedKey");
    Objects.requireNonNull(handler, "handler");
  }
}
