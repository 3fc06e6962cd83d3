package io.dispatchcloud.queue.jdbc.crash;

import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.queue.jdbc.JdbcController;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A process that submits containers, batch by batch, as those before end. Started again, it does
 * the same again. It ends when all of its containers have.
 */
final class SubmitterProcess {
  private static final int BATCH = 10;
  private static final Duration LONG = Duration.ofMinutes(5);

  private SubmitterProcess() {}

  /** Takes the store's address, the test's directory, the name before the ids, and how many. */
  public static void main(String[] arguments) throws Exception {
    Workplace workplace = new Workplace(Path.of(arguments[1]));
    List<ContainerSpec> all =
        IntStream.range(0, Integer.parseInt(arguments[3]))
            .mapToObj(number -> workplace.spec(arguments[2] + "-" + number))
            .toList();
    List<ContainerId> ids = all.stream().map(ContainerSpec::id).toList();
    try (JdbcController store = Child.openStore(arguments[0])) {
      for (int from = 0; from < all.size(); from += BATCH) {
        store.submit(all.subList(from, Math.min(from + BATCH, all.size())));
        // Two batches are there at a time.
        awaitEnd(store, ids.subList(0, from));
      }
      awaitEnd(store, ids);
    }
  }

  private static void awaitEnd(JdbcController store, List<ContainerId> ids) throws Exception {
    if (!store.awaitFinished(ids, LONG)) {
      throw new IllegalStateException("not finished after " + LONG + ": one of " + ids);
    }
  }
}
