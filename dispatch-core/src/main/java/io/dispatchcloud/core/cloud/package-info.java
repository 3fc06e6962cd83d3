/** Proxies around a driver's instance set, one concern each. */
@NullMarked
package io.dispatchcloud.core.cloud;

import org.jspecify.annotations.NullMarked;
