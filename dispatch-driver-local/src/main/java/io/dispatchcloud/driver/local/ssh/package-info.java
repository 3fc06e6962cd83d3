/**
 * SSH servers within the process, on the loopback interface only: one key may log in, and what a
 * command does is up to a handler.
 */
@NullMarked
package io.dispatchcloud.driver.local.ssh;

import org.jspecify.annotations.NullMarked;
