package io.dispatchcloud.queue.jdbc;

import io.dispatchcloud.api.queue.ControllerException;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings the tables to the version that this code is written for; touches no other schema. */
final class Schema {
  private Schema() {}

  static void migrate(DataSource dataSource, Dialect dialect, String schema)
      throws ControllerException {
    try {
      Flyway.configure(Schema.class.getClassLoader())
          .dataSource(dataSource)
          .locations(dialect.migrations())
          .failOnMissingLocations(true)
          .schemas(schema)
          .defaultSchema(schema)
          .createSchemas(true)
          .table("schema_history")
          .cleanDisabled(true)
          .load()
          .migrate();
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
}
