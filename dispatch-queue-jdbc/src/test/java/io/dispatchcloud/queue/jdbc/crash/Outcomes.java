package io.dispatchcloud.queue.jdbc.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dispatchcloud.queue.jdbc.crash.Workplace.Line;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is to be found in the end.
 *
 * @param story what was done, for people
 */
record Outcomes(Workplace workplace, RestartableServer server, String story) {
  private static final Duration SOON = Duration.ofMinutes(2);

  /** Every container is complete, with its own result, of the one attempt that ran. */
  void assertEachRanOnce(int containers) throws Exception {
    List<List<String>> all = server.rows("SELECT id, state FROM dispatch.container ORDER BY id");
    assertThat(all).as(story).hasSize(containers);
    assertThat(all).as(story).allSatisfy(row -> assertThat(row.get(1)).isEqualTo("COMPLETE"));

    Map<String, List<Line>> ledger = workplace.ledger();
    Map<String, Long> finished = new TreeMap<>();
    for (List<String> row :
        server.rows(
            "SELECT c.id, a.number, a.outcome, a.exit_status, c.attempt FROM dispatch.attempt a"
                + " JOIN dispatch.container c ON c.seq = a.container_seq ORDER BY c.id, a.number")) {
      String id = row.get(0);
      if (row.get(2).equals("FINISHED")) {
        assertThat(finished.put(id, Long.parseLong(row.get(1)))).as("%s %s", row, story).isNull();
        assertThat(row.get(3))
            .as("%s %s", row, story)
            .isEqualTo(Integer.toString(Workplace.status(Workplace.number(id))));
        assertThat(row.get(4)).as("%s %s", row, story).isEqualTo(row.get(1));
      } else {
        // No instance was lost, so no attempt that ran was.
        assertThat(row.get(2)).as("%s %s", row, story).isEqualTo("NOT_STARTED");
      }
    }
    assertThat(finished).as(story).hasSize(containers);
    assertThat(ledger.keySet()).as(story).isEqualTo(finished.keySet());
    ledger.forEach(
        (id, lines) -> {
          assertThat(lines).as(story).extracting(Line::what).containsExactly("begin", "end");
          assertThat(lines).as(story).extracting(Line::attempt).containsOnly(finished.get(id));
        });
  }

  /** After draining: no instance, and no process that belonged to one. */
  void assertNothingIsLeft() throws Exception {
    assertThat(workplace.instancesLeft()).as(story).isEmpty();
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(workplace.processesLeft()).as(story).isEmpty());
  }
}
