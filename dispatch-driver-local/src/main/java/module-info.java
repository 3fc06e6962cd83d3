/** Instances on this machine: SSH servers within the process that run real commands. */
@SuppressWarnings("requires-automatic") // neither sshd nor auto-service's annotations are modules
module io.dispatchcloud.driver.local {
  requires static com.google.auto.service;
  requires transitive io.dispatchcloud.api;
  requires static transitive org.jspecify;
  requires org.apache.sshd.osgi;

  exports io.dispatchcloud.driver.local.ssh;

  provides io.dispatchcloud.api.cloud.Driver with
      io.dispatchcloud.driver.local.LocalDriver;
}
