package io.dispatchcloud.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dispatchcloud.api.cloud.InstanceType;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;

/**
 * What the page shows of a snapshot. Immutable: any number of clients share one, and each keeps the
 * one that it was told of last.
 *
 * @param at when the pass was that it comes from
 * @param state the dispatcher's, or {@code none}
 * @param rows the instances by id
 * @param types their types by name
 * @param creating how many are being created, by type
 * @param counts how many there are of everything
 * @param waiting how many containers wait to be run, those on hold left out
 * @param pricePerHour what all instances cost an hour
 * @param cost what they have cost
 * @param budgetPerHour what they may cost an hour; 0 for any amount
 */
record LiveModel(
    Instant at,
    String state,
    Map<String, Row> rows,
    Map<String, InstanceType> types,
    Map<String, Integer> creating,
    Counts counts,
    int waiting,
    BigDecimal pricePerHour,
    BigDecimal cost,
    BigDecimal budgetPerHour) {
  /**
   * An instance, as short as can be.
   *
   * @param fill how much of it is in use, in percent: of its vCPUs or its memory, whichever is more
   */
  record Row(
      String id,
      String type,
      String state,
      String behavior,
      boolean healthy,
      int containers,
      int fill) {
    void write(JsonGenerator json) throws IOException {
      json.writeStartArray();
      json.writeString(id);
      json.writeString(type);
      json.writeString(state);
      json.writeString(behavior);
      json.writeNumber(healthy ? 1 : 0);
      json.writeNumber(containers);
      json.writeNumber(fill);
      json.writeEndArray();
    }
  }
}
