/**
 * The one thread that decides: its clock, its timers, and the way out to blocking work and back.
 */
@NullMarked
package io.dispatchcloud.core.loop;

import org.jspecify.annotations.NullMarked;
