/** What both the stub and the simulator know of shells. Not exported. */
@NullMarked
package io.dispatchcloud.test.shell;

import org.jspecify.annotations.NullMarked;
