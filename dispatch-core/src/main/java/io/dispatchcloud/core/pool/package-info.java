/** The worker pool: every instance there is, what runs on it, and how to get more or fewer. */
@NullMarked
package io.dispatchcloud.core.pool;

import org.jspecify.annotations.NullMarked;
