/** Events as JSON, and the file that all of them go to. */
@NullMarked
package io.dispatchcloud.server.events;

import org.jspecify.annotations.NullMarked;
