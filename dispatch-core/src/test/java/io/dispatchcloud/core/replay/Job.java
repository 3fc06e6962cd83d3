package io.dispatchcloud.core.replay;

import io.dispatchcloud.api.container.Needs;
import java.time.Duration;

/**
 * A container of a trace.
 *
 * @param id its name
 * @param submitted when it came, since the replay's begin
 * @param needs what it needs
 * @param runs how long it runs when nobody interrupts it
 */
record Job(String id, Duration submitted, Needs needs, Duration runs) {}
