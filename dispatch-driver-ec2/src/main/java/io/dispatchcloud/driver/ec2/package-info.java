/** The driver for Amazon EC2 (section 12): parameters, instance set, errors, prices, leaks. */
@NullMarked
package io.dispatchcloud.driver.ec2;

import org.jspecify.annotations.NullMarked;
