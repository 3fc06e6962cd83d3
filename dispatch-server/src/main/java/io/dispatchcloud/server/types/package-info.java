/** What {@code dispatch types} tells: the instance types that a driver's provider has. */
@NullMarked
package io.dispatchcloud.server.types;

import org.jspecify.annotations.NullMarked;
