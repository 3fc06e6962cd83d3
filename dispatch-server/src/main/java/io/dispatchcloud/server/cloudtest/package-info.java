/** What {@code dispatch cloudtest} does: checks an account step by step with a real instance. */
@NullMarked
package io.dispatchcloud.server.cloudtest;

import org.jspecify.annotations.NullMarked;
