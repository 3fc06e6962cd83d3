package io.dispatchcloud.test.kit;

import io.dispatchcloud.api.config.Secret;
import io.dispatchcloud.core.ssh.PrivateKeys;

/** The key that the kits' own environments log in with. */
final class KitKey {
  static final Secret PRIVATE = PrivateKeys.generateEd25519();

  private KitKey() {}

  /** What a server has to accept. */
  static String publicLine() {
    return PrivateKeys.publicKeyLine(PRIVATE);
  }
}
