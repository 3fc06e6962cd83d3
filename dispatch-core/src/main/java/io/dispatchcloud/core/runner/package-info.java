/**
 * The runner: the program that starts, lists and kills containers on an instance (section 6). Here
 * are the program itself (a resource), how it gets to an instance, the command lines that drive it,
 * and what its answers mean.
 */
@NullMarked
package io.dispatchcloud.core.runner;

import org.jspecify.annotations.NullMarked;
