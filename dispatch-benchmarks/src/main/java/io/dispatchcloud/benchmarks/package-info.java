/** The commands that measure. */
@NullMarked
package io.dispatchcloud.benchmarks;

import org.jspecify.annotations.NullMarked;
