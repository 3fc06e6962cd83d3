/**
 * A simulator that breaks everything: the dispatcher as it is, in virtual time, on a simulated
 * cloud with every fault that has a name ({@link io.dispatchcloud.test.sim.Fault}). One seed
 * decides everything: the same seed and build give the same event log to the byte, on every machine
 * and Java runtime. Checkers watch from outside, after every event; the first violation of a rule
 * ends the run, with the command that replays it. Begin at {@link
 * io.dispatchcloud.test.sim.Simulation}.
 */
@NullMarked
package io.dispatchcloud.test.sim;

import org.jspecify.annotations.NullMarked;
