/** The dispatcher as an application sees it: build it, start it, look at it, close it. */
@NullMarked
package io.dispatchcloud.core;

import org.jspecify.annotations.NullMarked;
