/** A pretend cloud with every fault, and a queue that records: for everyone's tests. */
@SuppressWarnings("requires-automatic") // auto-service's annotations; needed to compile only
module io.dispatchcloud.test {
  requires static com.google.auto.service;
  requires transitive io.dispatchcloud.api;
  requires transitive io.dispatchcloud.core;
  requires static transitive org.jspecify;
  // Whoever extends the conformance kits brings these along.
  requires static org.assertj.core;
  requires static org.junit.jupiter.api;
  requires com.fasterxml.jackson.core;
  requires io.dispatchcloud.driver.local;

  exports io.dispatchcloud.test.kit;
  exports io.dispatchcloud.test.sim;
  exports io.dispatchcloud.test.sim.chart;
  exports io.dispatchcloud.test.sim.trace;
  exports io.dispatchcloud.test.stub;

  // JUnit calls what is in the kits.
  opens io.dispatchcloud.test.kit;

  uses io.dispatchcloud.api.cloud.Driver;
  uses io.dispatchcloud.api.executor.ExecutorProvider;

  provides io.dispatchcloud.api.cloud.Driver with
      io.dispatchcloud.test.stub.StubDriver;
}
