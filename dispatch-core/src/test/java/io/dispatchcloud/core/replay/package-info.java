/** Replays traces of real work in virtual time, and counts what it costs. */
@org.jspecify.annotations.NullMarked
package io.dispatchcloud.core.replay;
