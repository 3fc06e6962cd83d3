/**
 * The driver {@code gce}: each instance is a virtual machine of Google Compute Engine.
 *
 * <p>From the outside in: {@link io.dispatchcloud.driver.gce.GceDriver} opens a set; the set makes
 * and lists instances; {@code ComputeApi} is every call that there is; {@code RestChannel} carries
 * calls over one pool of connections; {@code FaultTable} says what a failure means.
 */
@NullMarked
package io.dispatchcloud.driver.gce;

import org.jspecify.annotations.NullMarked;
