/** What the program tells Prometheus. */
@NullMarked
package io.dispatchcloud.server.metrics;

import org.jspecify.annotations.NullMarked;
