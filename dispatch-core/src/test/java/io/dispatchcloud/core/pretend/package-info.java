/** A pretend cloud whose hosts, runners and processes are plain objects in virtual time. */
@org.jspecify.annotations.NullMarked
package io.dispatchcloud.core.pretend;
