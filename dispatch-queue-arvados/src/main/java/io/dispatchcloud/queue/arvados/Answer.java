package io.dispatchcloud.queue.arvados;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the server said to a request that it did.
 *
 * @param body a JSON object
 * @param date the server's clock, to the second; null if it did not say
 */
record Answer(ObjectNode body, @Nullable Instant date) {}
