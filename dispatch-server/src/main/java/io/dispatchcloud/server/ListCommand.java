package io.dispatchcloud.server;

import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.Page;
import io.dispatchcloud.queue.jdbc.ContainerFilter;
import io.dispatchcloud.queue.jdbc.JdbcController;
import io.dispatchcloud.server.store.ContainerJson;
import io.dispatchcloud.server.store.ContainerTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dispatch list}. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Lists the containers of a store, in the order in which they were submitted.")
final class ListCommand implements Callable<Integer> {
  @Option(
      names = "--state",
      paramLabel = "STATE",
      split = ",",
      description = "Those in these states alone: queued, locked, running, complete, cancelled.")
  private List<ContainerState> states = List.of();

  @Option(
      names = "--label",
      paramLabel = "NAME=VALUE",
      converter = LabelConverter.class,
      description = "Those with this label alone.")
  private Map.@Nullable Entry<String, String> label;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "So many at the most: ${DEFAULT-VALUE}; 0 for all.")
  private int limit;

  @Mixin private ClientOptions client;

  @Override
  public Integer call() throws InterruptedException {
    return client.run(this::list);
  }

  private int list(JdbcController store) throws ControllerException, BadInputException {
    if (limit < 0) {
      throw new BadInputException("--limit: '" + limit + "'; expected 0 or more");
    }
    ContainerFilter filter =
        states.isEmpty()
            ? ContainerFilter.ALL
            : ContainerFilter.in(states.get(0), states.toArray(ContainerState[]::new));
    if (label != null) {
      filter = filter.withLabel(label.getKey(), label.getValue());
    }
    int most = limit == 0 ? Integer.MAX_VALUE : limit;
    List<Container> found = new ArrayList<>();
    String next = Page.FIRST;
    boolean more;
    do {
      Page<Container> page = store.list(filter, next);
      next = page.next();
      int room = most - found.size();
      found.addAll(page.items().subList(0, Math.min(room, page.items().size())));
      more = page.items().size() > room || !page.isLast();
    } while (more && found.size() < most);
    if (client.json()) {
      client.answer(json -> ContainerJson.writeAll(json, found));
    } else {
      ContainerTable.lines(found).forEach(client::say);
    }
    if (more) {
      client.complain("there are more; --limit 0 shows all");
    }
    return 0;
  }
}
