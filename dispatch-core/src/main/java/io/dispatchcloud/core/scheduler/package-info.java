/** What runs where: a function from a snapshot to a plan, and what carries the plan out. */
@NullMarked
package io.dispatchcloud.core.scheduler;

import org.jspecify.annotations.NullMarked;
