package io.dispatchcloud.server.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a store is, as somebody wrote it down.
 *
 * @param url the database's address; null for nothing given
 * @param user who logs in; null for nobody in particular
 * @param passwordFile a file whose first line is the password; null for none
 * @param schema the database schema; null for the usual one
 */
public record StoreSettings(
    @Nullable String url,
    @Nullable String user,
    @Nullable Path passwordFile,
    @Nullable String schema) {}
