package io.dispatchcloud.server.http;

import java.util.List;

/**
 * What a client asks for, as far as an endpoint needs to know it.
 *
 * @param variables what stands in the path's places
 * @param query the parameters
 * @param body the body; empty for none
 * @param lastEventId the event that the client saw last; empty for none
 * @param peer who asks, for the log
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares requests
record Ask(List<String> variables, Query query, byte[] body, String lastEventId, String peer) {
  Ask {
    variables = List.copyOf(variables);
  }

  /** What stands in the path's only place. */
  String variable() {
    return variables.get(0);
  }
}
