/**
 * The store {@code jdbc}: containers in PostgreSQL 13 or newer, shared by many processes, or in an
 * embedded H2 file of one process.
 */
@NullMarked
package io.dispatchcloud.queue.jdbc;

import org.jspecify.annotations.NullMarked;
