/** A dispatcher elsewhere, reached by its management API, and what it tells for people. */
@NullMarked
package io.dispatchcloud.server.remote;

import org.jspecify.annotations.NullMarked;
