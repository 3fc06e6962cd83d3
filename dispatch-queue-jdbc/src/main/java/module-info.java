/** A container store in PostgreSQL or H2. */
@SuppressWarnings("requires-automatic") // neither flyway, the driver nor auto-service are modules
module io.dispatchcloud.queue.jdbc {
  requires com.fasterxml.jackson.databind;
  requires static com.google.auto.service;
  requires com.zaxxer.hikari;
  requires flyway.core;
  requires transitive io.dispatchcloud.api;
  requires transitive java.sql;
  requires static org.checkerframework.checker.qual;
  requires static transitive org.jspecify;
  requires org.postgresql.jdbc;

  exports io.dispatchcloud.queue.jdbc;

  provides io.dispatchcloud.api.queue.ContainerControllerProvider with
      io.dispatchcloud.queue.jdbc.JdbcControllerProvider;
}
