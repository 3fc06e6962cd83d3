/**
 * The container store of an Arvados cluster: {@code arvados}. Written from the public documentation
 * of its API.
 */
@NullMarked
package io.dispatchcloud.queue.arvados;

import org.jspecify.annotations.NullMarked;
