package io.dispatchcloud.api.cloud;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the dispatcher asks a driver to create.
 *
 * @param type what size
 * @param image the provider's id of the disk image; empty for the driver's own default
 * @param tags what the instance must carry from its first moment
 * @param initCommand shell commands to run as root at first boot; it holds a secret, so it must not
 *     be logged, and {@link #toString} leaves it out
 * @param publicKey the key to accept logins with, in OpenSSH's one-line form; null if none is to be
 *     installed
 * @param idempotencyToken the same for each repetition of one request; a driver whose provider
 *     knows such tokens passes it on, so that a repetition makes no second instance. 1 to 64
 *     letters, digits and hyphens
 */
public record CreateRequest(
    InstanceType type,
    String image,
    Map<String, String> tags,
    String initCommand,
    @Nullable String publicKey,
    String idempotencyToken) {
  public CreateRequest {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(image, "image");
    tags = Map.copyOf(tags);
    Objects.requireNonNull(initCommand, "initCommand");
    Objects.requireNonNull(idempotencyToken, "idempotencyToken");
  }

  /**
   * The same request with other tags.
   *
   * @param others what the instance must carry
   * @return a copy
   */
  public CreateRequest withTags(Map<String, String> others) {
    return new CreateRequest(type, image, others, initCommand, publicKey, idempotencyToken);
  }

  @Override
  public String toString() {
    return "create " + type + (image.isEmpty() ? "" : " of " + image);
  }
}
