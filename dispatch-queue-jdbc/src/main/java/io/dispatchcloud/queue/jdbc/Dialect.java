package io.dispatchcloud.queue.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

/** What the two databases say differently. */
enum Dialect {
  /**
   * A subquery of the one statement that changes a container locks the lease's row against
   * take-overs, until that statement's transaction ends.
   */
  POSTGRESQL("postgresql", " FOR KEY SHARE"),
  /** Subqueries lock nothing: the lease's row is locked by a statement in front. */
  H2("h2", "");

  private final String folder;
  private final String leaseLock;

  Dialect(String folder, String leaseLock) {
    this.folder = folder;
    this.leaseLock = leaseLock;
  }

  /** Where this database's schema is, in the class path. */
  String migrations() {
    return "classpath:dispatch-queue-jdbc/" + folder;
  }

  /** What ends a subquery that looks at a lease. */
  String leaseLock() {
    return leaseLock;
  }

  /**
   * A query that makes an update, and answers with something of each row as it is afterwards.
   *
   * @param update what is to be done, to rows of a table that it calls {@code a}
   * @param wanted an expression over {@code a}
   */
  String answering(String update, String wanted) {
    return switch (this) {
      case POSTGRESQL -> update + " RETURNING " + wanted;
      case H2 -> "SELECT " + wanted + " FROM FINAL TABLE (" + update + ") a";
    };
  }

  static Dialect of(Connection connection) throws SQLException {
    String product = connection.getMetaData().getDatabaseProductName();
    int major = connection.getMetaData().getDatabaseMajorVersion();
    return switch (product.toLowerCase(Locale.ROOT)) {
      case "postgresql" -> {
        if (major < 13) {
          throw new IllegalArgumentException(
              "database: PostgreSQL '" + major + "'; expected 13 or newer");
        }
        yield POSTGRESQL;
      }
      case "h2" -> {
        if (major < 2) {
          throw new IllegalArgumentException("database: H2 '" + major + "'; expected 2 or newer");
        }
        yield H2;
      }
      default ->
          throw new IllegalArgumentException(
              "database: '" + product + "'; expected PostgreSQL or H2");
    };
  }
}
