/** What people see while a job runs and when it has ended. */
@NullMarked
package io.dispatchcloud.server.show;

import org.jspecify.annotations.NullMarked;
