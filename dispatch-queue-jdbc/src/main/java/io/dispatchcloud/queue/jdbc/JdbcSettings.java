package io.dispatchcloud.queue.jdbc;

import io.dispatchcloud.api.queue.AttemptLimits;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * How a store is opened.
 *
 * @param schema the database schema that is the store's own; made if it is not there. A lower-case
 *     letter, then up to 62 lower-case letters, digits and underscores; none of the database's own
 * @param attempts when to give a container up
 */
public record JdbcSettings(String schema, AttemptLimits attempts) {
  private static final Pattern SCHEMA = Pattern.compile("[a-z][a-z0-9_]{0,62}");

  /** The schema {@code dispatch} and the usual limits. */
  public static final JdbcSettings DEFAULT = new JdbcSettings("dispatch", AttemptLimits.DEFAULT);

  public JdbcSettings {
    if (!isSchema(schema)) {
      throw new IllegalArgumentException(
          "schema: '"
              + schema
              + "'; expected a lower-case letter, then up to 62 lower-case letters, digits or '_',"
              + " and not public, information_schema or pg_...");
    }
    Objects.requireNonNull(attempts, "attempts");
  }

  private static boolean isSchema(String name) {
    return SCHEMA.matcher(name).matches()
        && !name.equals("public")
        && !name.equals("information_schema")
        && !name.startsWith("pg_");
  }
}
