/** The queue of containers, and the store behind it. */
@NullMarked
package io.dispatchcloud.api.queue;

import org.jspecify.annotations.NullMarked;
