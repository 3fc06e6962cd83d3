/** The program: {@code dispatch run}, {@code serve}, {@code submit} and so on. */
@SuppressWarnings("requires-automatic") // Micrometer's modules have no names of their own
module io.dispatchcloud.server {
  requires ch.qos.logback.classic;
  requires ch.qos.logback.core;
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires com.fasterxml.jackson.dataformat.yaml;
  requires info.picocli;
  requires io.dispatchcloud.core;
  requires io.dispatchcloud.queue.jdbc;
  requires io.dispatchcloud.test;
  requires java.net.http;
  requires micrometer.core;
  requires micrometer.registry.prometheus;
  requires org.eclipse.jetty.http;
  requires org.eclipse.jetty.io;
  requires org.eclipse.jetty.server;
  requires org.eclipse.jetty.util;
  requires org.jline.terminal;
  requires org.slf4j;
  requires org.yaml.snakeyaml;
  requires static org.jspecify;

  exports io.dispatchcloud.server;

  opens io.dispatchcloud.server to
      info.picocli;

  uses io.dispatchcloud.api.cloud.Driver;
}
