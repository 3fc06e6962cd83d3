/** The containers of an Arvados cluster, over its public REST API. */
@SuppressWarnings("requires-automatic") // auto-service's annotations are no module
module io.dispatchcloud.queue.arvados {
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires static com.google.auto.service;
  requires transitive io.dispatchcloud.api;
  requires java.net.http;
  requires static transitive org.jspecify;

  provides io.dispatchcloud.api.queue.ContainerControllerProvider with
      io.dispatchcloud.queue.arvados.ArvadosControllerProvider;
}
