/** The file that {@code dispatch run} takes: how it is read and checked. */
@NullMarked
package io.dispatchcloud.server.job;

import org.jspecify.annotations.NullMarked;
