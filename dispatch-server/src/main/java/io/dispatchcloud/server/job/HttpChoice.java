package io.dispatchcloud.server.job;

import io.dispatchcloud.api.config.Secret;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a file says about the management interface.
 *
 * @param listen host and port; null for nothing said
 * @param token what those say who may come in; null for nothing said
 * @param certificate the file with the certificate for TLS; null for no TLS, or where there is no
 *     key either
 * @param key the file with its key
 */
public record HttpChoice(
    @Nullable String listen,
    @Nullable Secret token,
    @Nullable Path certificate,
    @Nullable Path key) {}
