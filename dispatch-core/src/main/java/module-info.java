/** The dispatcher: embed it through {@link io.dispatchcloud.core.Dispatcher}. */
// Neither auto-service, needed to compile only, nor Micrometer, for those who use it, has a name of
// its own.
@SuppressWarnings("requires-automatic")
module io.dispatchcloud.core {
  requires static com.google.auto.service;
  requires transitive io.dispatchcloud.api;
  requires static transitive org.jspecify;
  requires com.fasterxml.jackson.core;
  requires com.google.common;
  requires com.jcraft.jsch;
  requires org.slf4j;
  requires static micrometer.core;

  exports io.dispatchcloud.core;

  provides io.dispatchcloud.api.executor.ExecutorProvider with
      io.dispatchcloud.core.ssh.JschExecutorProvider;
  provides io.dispatchcloud.api.queue.ContainerControllerProvider with
      io.dispatchcloud.core.queue.InMemoryControllerProvider;
  provides io.dispatchcloud.api.queue.ContainerQueueProvider with
      io.dispatchcloud.core.queue.CachedQueueProvider;

  uses io.dispatchcloud.api.cloud.Driver;
  uses io.dispatchcloud.api.executor.ExecutorProvider;
  uses io.dispatchcloud.api.queue.ContainerControllerProvider;
  uses io.dispatchcloud.api.queue.ContainerQueueProvider;
}
