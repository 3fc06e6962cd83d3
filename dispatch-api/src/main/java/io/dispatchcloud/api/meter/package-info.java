/** The small view of a meter registry that drivers and stores see. */
@NullMarked
package io.dispatchcloud.api.meter;

import org.jspecify.annotations.NullMarked;
