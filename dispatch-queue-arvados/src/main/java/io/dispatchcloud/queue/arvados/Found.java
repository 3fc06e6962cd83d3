package io.dispatchcloud.queue.arvados;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatchcloud.api.container.Container;

/**
 * A container as the server has it.
 *
 * @param container what a dispatcher wants to know
 * @param ours whether it is locked with our token
 * @param runtimeStatus all that somebody noted about its run; never null, maybe empty
 */
record Found(Container container, boolean ours, ObjectNode runtimeStatus) {}
