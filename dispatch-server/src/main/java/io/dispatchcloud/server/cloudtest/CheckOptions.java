package io.dispatchcloud.server.cloudtest;

import java.time.Duration;

/**
 * How to check.
 *
 * @param type the name of the instance type; empty for the cheapest
 * @param command what is run on the instance
 * @param destroyExisting whether instances that carry the set's id are destroyed first
 * @param pauseBeforeDestroy whether to wait for somebody to press Enter before the end
 * @param destroyTimeout how long a destroyed instance may stay listed
 */
public record CheckOptions(
    String type,
    String command,
    boolean destroyExisting,
    boolean pauseBeforeDestroy,
    Duration destroyTimeout) {}
