/**
 * Kits that hold drivers and container stores to the contract. An author extends {@link
 * io.dispatchcloud.test.kit.DriverConformanceKit} or {@link
 * io.dispatchcloud.test.kit.ContainerControllerKit} in a test of JUnit 5, hands in an environment
 * and what is claimed, and gets the numbered tests of docs/drivers.md and docs/stores.md. Both
 * sides of each claim are tested: what is claimed must work, what is not must fail in the agreed
 * way. No test is ever skipped: what an environment can't show is not claimed, and has no test.
 */
@NullMarked
package io.dispatchcloud.test.kit;

import org.jspecify.annotations.NullMarked;
