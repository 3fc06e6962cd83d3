/**
 * What applications that embed the dispatcher, authors of cloud drivers and authors of container
 * stores compile against.
 */
module io.dispatchcloud.api {
  requires static transitive org.jspecify;

  exports io.dispatchcloud.api.cloud;
  exports io.dispatchcloud.api.config;
  exports io.dispatchcloud.api.container;
  exports io.dispatchcloud.api.executor;
  exports io.dispatchcloud.api.meter;
  exports io.dispatchcloud.api.queue;
}
