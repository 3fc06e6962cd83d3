/**
 * Instance sets: what a cloud driver has to offer, and the failures that the dispatcher acts on.
 */
@NullMarked
package io.dispatchcloud.api.cloud;

import org.jspecify.annotations.NullMarked;
