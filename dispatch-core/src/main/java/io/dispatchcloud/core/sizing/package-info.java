/** Which instance types fit a container, and what room an instance has left. */
@NullMarked
package io.dispatchcloud.core.sizing;

import org.jspecify.annotations.NullMarked;
