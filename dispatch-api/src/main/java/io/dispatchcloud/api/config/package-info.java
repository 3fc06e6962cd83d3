/** Parameters of drivers and stores: declared, checked, typed, and silent about secrets. */
@NullMarked
package io.dispatchcloud.api.config;

import org.jspecify.annotations.NullMarked;
