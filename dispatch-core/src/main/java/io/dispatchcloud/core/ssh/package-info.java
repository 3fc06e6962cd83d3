/**
 * The executor over SSH: one multiplexed connection an instance, with every wait bounded. The
 * library below it can hang, or report success with output missing; what guards against that is
 * here and nowhere else.
 */
@NullMarked
package io.dispatchcloud.core.ssh;

import org.jspecify.annotations.NullMarked;
