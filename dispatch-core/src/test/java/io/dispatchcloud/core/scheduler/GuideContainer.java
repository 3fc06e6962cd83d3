package io.dispatchcloud.core.scheduler;

import static io.dispatchcloud.core.scheduler.Scene.SET;
import static io.dispatchcloud.core.scheduler.Scene.T0;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.core.pool.RunView.Phase;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A container of an example: {@code container NAME AMOUNTS STATE}, and what else is to be said. */
final class GuideContainer {
  private static final String WORDS =
      "an amount, queued, locked, starting on, running on, finished, priority,"
          + " supervisor, cost or earlier attempt on";

  private final String id;
  private final GuideLine line;
  private final Scene scene;
  private final GuideAmounts amounts = new GuideAmounts();
  private long priority = 1;
  private boolean supervisor;
  private boolean hadAttempt;
  private BigDecimal cost = BigDecimal.ZERO;
  private String state = "";
  private @Nullable String instance;

  private GuideContainer(String id, GuideLine line, Scene scene) {
    this.id = id;
    this.line = line;
    this.scene = scene;
  }

  /** Reads one, and writes down in the scene where it runs. */
  static Container read(GuideLine line, Scene scene) {
    GuideContainer container = new GuideContainer(line.word("a name"), line, scene);
    while (!line.atEnd()) {
      container.word(line.word(WORDS));
    }
    return container.made();
  }

  /** An instance that the scene has. */
  static String instance(GuideLine line, Scene scene) {
    String name = line.word("an instance");
    InstanceId id = new InstanceId(name);
    if (scene.workers.stream().noneMatch(worker -> id.equals(worker.id()))) {
      throw line.wrong(name, "an instance that stands above");
    }
    return name;
  }

  private void word(String word) {
    if (amounts.read(word, line)) {
      return;
    }
    switch (word) {
      case "queued", "locked", "finished" -> state = word;
      case "starting", "running" -> {
        state = word;
        line.words("on");
        instance = instance(line, scene);
        scene.run(id, 1, instance, word.equals("running") ? Phase.ALIVE : Phase.STARTING);
      }
      case "earlier" -> {
        line.words("attempt on");
        scene.run(id, 1, instance(line, scene), Phase.ALIVE);
        hadAttempt = true;
      }
      case "priority" -> priority = line.word("a number", Long::valueOf);
      case "supervisor" -> supervisor = true;
      case "cost" -> {
        cost = line.word("$ and an amount", amount -> new BigDecimal(amount.substring(1)));
        hadAttempt = true;
      }
      default -> throw line.wrong(word, WORDS);
    }
  }

  private Container made() {
    Container queued =
        Container.queued(
            ContainerSpec.builder(id, amounts.needs(), RunSpec.of("true"))
                .priority(priority)
                .supervisor(supervisor)
                .preemptible(amounts.preemptible())
                .build(),
            T0);
    if (hadAttempt) {
      queued = queued.locked(SET, 1).requeued("").withCost(cost);
    }
    Container locked = queued.locked(SET, queued.attempt() + 1);
    return switch (state) {
      case "queued" -> queued;
      case "locked" -> locked;
      case "starting" -> locked.assigned(where());
      case "running" -> locked.assigned(where()).running(T0);
      case "finished" -> queued.cancelled("");
      default -> throw line.wrong("end of line", "a state");
    };
  }

  private InstanceId where() {
    return new InstanceId(Objects.requireNonNull(instance));
  }
}
