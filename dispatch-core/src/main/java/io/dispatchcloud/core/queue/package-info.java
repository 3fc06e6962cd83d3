/** The cached view of the controller that never goes back in time. */
@NullMarked
package io.dispatchcloud.core.queue;

import org.jspecify.annotations.NullMarked;
