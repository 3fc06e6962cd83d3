/** Draws how a simulation went. */
@NullMarked
package io.dispatchcloud.test.sim.chart;

import org.jspecify.annotations.NullMarked;
