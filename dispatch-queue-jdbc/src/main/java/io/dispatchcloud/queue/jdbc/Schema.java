package io.dispatchcloud.queue.jdbc;

import io.dispatchcloud.api.queue.ControllerException;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Brings the tables to the version that this code is written for; touches no other schema. */
final class Schema {
  private Schema() {}

  static void migrate(DataSource dataSource, Dialect dialect, String schema)
      throws ControllerException {
    try {
      Flyway flyway = configuration(dataSource, dialect, schema).load();
      requireKnown(flyway.info().all(), schema);
      flyway.migrate();
    } catch (FlywayException e) {
      for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
        if (cause instanceof SQLException sql) {
          throw SqlTrouble.told("prepare the schema " + schema, sql);
        }
      }
      // It speaks of versions and files; no rows are in it yet.
      throw new ControllerException("prepare the schema " + schema + ": " + e.getMessage(), e);
    }
  }

  /** How the tables are made: those of the newest version, unless a target is set. */
  static FluentConfiguration configuration(DataSource dataSource, Dialect dialect, String schema) {
    return Flyway.configure(Schema.class.getClassLoader())
        .dataSource(dataSource)
        .locations(dialect.migrations())
        .failOnMissingLocations(true)
        .schemas(schema)
        .defaultSchema(schema)
        .createSchemas(true)
        .table("schema_history")
        .cleanDisabled(true)
        // What a newer program made of the tables, this one does not understand.
        .ignoreMigrationPatterns(new String[0]);
  }

  private static void requireKnown(MigrationInfo[] migrations, String schema)
      throws ControllerException {
    String known = "none";
    for (MigrationInfo each : migrations) {
      boolean isNewer =
          each.getState() == MigrationState.FUTURE_SUCCESS
              || each.getState() == MigrationState.FUTURE_FAILED;
      if (isNewer) {
        throw new ControllerException(
            "prepare the schema %s: its version is '%s', a newer program's; expected %s at most. Use"
                    .formatted(schema, each.getVersion(), known)
                + " the newest program everywhere, or another schema");
      }
      if (each.getVersion() != null) {
        known = each.getVersion().getVersion();
      }
    }
  }
}
