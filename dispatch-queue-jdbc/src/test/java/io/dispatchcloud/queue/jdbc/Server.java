package io.dispatchcloud.queue.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;

/** One PostgreSQL for all tests of this process, and schemas of their own in it. */
final class Server {
  private static final AtomicInteger SCHEMAS = new AtomicInteger();

  private Server() {}

  /** Started when it is first asked for; it ends with this process. */
  private static final class Holder {
    private static final EmbeddedPostgres POSTGRES = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  static String url() {
    return Holder.POSTGRES.getJdbcUrl("postgres", "postgres");
  }

  static String newSchema() {
    return "test_" + SCHEMAS.incrementAndGet();
  }
}
