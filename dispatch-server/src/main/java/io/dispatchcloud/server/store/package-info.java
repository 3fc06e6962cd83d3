/** The store in a database, as commands reach it and tell of it. */
@NullMarked
package io.dispatchcloud.server.store;

import org.jspecify.annotations.NullMarked;
