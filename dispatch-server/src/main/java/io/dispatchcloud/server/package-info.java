/** The program: its command line. */
@NullMarked
package io.dispatchcloud.server;

import org.jspecify.annotations.NullMarked;
