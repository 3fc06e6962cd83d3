/** Commands on one host: what runs them, what they answer, and how the host proves who it is. */
@NullMarked
package io.dispatchcloud.api.executor;

import org.jspecify.annotations.NullMarked;
