/** What {@code dispatch simulate} does: runs simulations, and tells what they came to. */
@NullMarked
package io.dispatchcloud.server.simulate;

import org.jspecify.annotations.NullMarked;
