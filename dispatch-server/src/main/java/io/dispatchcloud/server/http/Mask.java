package io.dispatchcloud.server.http;

import io.dispatchcloud.api.config.Secret;
import org.jspecify.annotations.Nullable;

/** Keeps the token out of answers, also where a client has put it into a parameter by mistake. */
final class Mask {
  private final @Nullable Secret token;

  Mask(@Nullable Secret token) {
    this.token = token;
  }

  String apply(String text) {
    return token == null ? text : text.replace(token.reveal(), Secret.MASK);
  }
}
