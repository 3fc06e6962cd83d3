/** Runs the containers of a store until somebody stops it. */
@NullMarked
package io.dispatchcloud.server.serve;

import org.jspecify.annotations.NullMarked;
