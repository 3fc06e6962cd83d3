/**
 * The management interface over HTTP: what an operator sees of a dispatcher, and tells it to do.
 */
@NullMarked
package io.dispatchcloud.server.http;

import org.jspecify.annotations.NullMarked;
