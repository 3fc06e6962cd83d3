/** Runs a job to its end: containers, last step, and the way out when somebody stops it. */
@NullMarked
package io.dispatchcloud.server.run;

import org.jspecify.annotations.NullMarked;
