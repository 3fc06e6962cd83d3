/**
 * The driver {@code local}: each instance is a directory of this machine with an SSH server in
 * front, so that everything runs as it would in a cloud, without one.
 */
@NullMarked
package io.dispatchcloud.driver.local;

import org.jspecify.annotations.NullMarked;
