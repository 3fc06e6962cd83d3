/** A pretend cloud with every fault, and a queue that records: for everyone's tests. */
@SuppressWarnings("requires-automatic") // auto-service's annotations; needed to compile only
module io.dispatchcloud.test {
  requires static com.google.auto.service;
  requires transitive io.dispatchcloud.api;
  requires transitive io.dispatchcloud.core;
  requires static transitive org.jspecify;
  requires com.fasterxml.jackson.core;
  requires io.dispatchcloud.driver.local;

  exports io.dispatchcloud.test.stub;

  provides io.dispatchcloud.api.cloud.Driver with
      io.dispatchcloud.test.stub.StubDriver;
}
