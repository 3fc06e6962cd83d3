/**
 * Readers of what others have recorded: traces of clusters become workloads for a {@link
 * io.dispatchcloud.test.sim.Simulation}, and tables of prices become its instance types. All of
 * them read a line at a time, and refuse what is too large or not what it should be with the file,
 * the line, the column, the value and what was expected.
 */
@NullMarked
package io.dispatchcloud.test.sim.trace;

import org.jspecify.annotations.NullMarked;
