/** Containers: what they are, what they need, and how they end. */
@NullMarked
package io.dispatchcloud.api.container;

import org.jspecify.annotations.NullMarked;
