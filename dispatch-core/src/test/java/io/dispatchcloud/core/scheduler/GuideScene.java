package io.dispatchcloud.core.scheduler;

import static io.dispatchcloud.core.scheduler.Scene.SET;
import static io.dispatchcloud.core.scheduler.Scene.T0;

import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.queue.QueueEntry;
import io.dispatchcloud.core.DispatcherConfig;
import io.dispatchcloud.core.IdleBehavior;
import io.dispatchcloud.core.Settings;
import io.dispatchcloud.core.WorkerState;
import io.dispatchcloud.core.pool.Outlook;
import io.dispatchcloud.core.pool.PoolView;
import io.dispatchcloud.core.pool.RunView.Phase;
import io.dispatchcloud.core.sizing.Sizer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** How things stand in an example: all but what is said there is as the settings' defaults are. */
final class GuideScene {
  private static final String KINDS =
      "type, setting, instance, creating, container, stranger, at quota, no room for TYPE,"
          + " boots of TYPE fail, store overloaded or dispatcher draining";

  private final Scene scene = new Scene();
  private final List<InstanceType> types = new ArrayList<>();
  private final Map<String, String> settings = new LinkedHashMap<>();
  private final List<Container> containers = new ArrayList<>();
  private final Set<String> atCapacity = new LinkedHashSet<>();
  private final Set<String> bootsFailing = new LinkedHashSet<>();
  private boolean atQuota;
  private boolean overloaded;
  private boolean draining;

  /** Takes in one line. */
  void read(GuideLine line) {
    String kind = line.word(KINDS);
    switch (kind) {
      case "type" -> types.add(type(line));
      case "setting" -> setting(line);
      case "instance" -> instance(line);
      case "creating" -> scene.worker(null, line.word("a type", this::known), WorkerState.BOOTING);
      case "container" -> containers.add(GuideContainer.read(line, scene));
      case "stranger" -> {
        String id = line.word("a name");
        line.words("on");
        scene.run(id, 1, GuideContainer.instance(line, scene), Phase.ALIVE);
      }
      case "at" -> {
        line.words("quota");
        atQuota = true;
      }
      case "no" -> {
        line.words("room for");
        atCapacity.add(line.word("a type", this::known).name());
      }
      case "boots" -> {
        line.words("of");
        bootsFailing.add(line.word("a type", this::known).name());
        line.words("fail");
      }
      case "store" -> {
        line.words("overloaded");
        overloaded = true;
      }
      case "dispatcher" -> {
        line.words("draining");
        draining = true;
      }
      default -> throw line.wrong(kind, KINDS);
    }
    if (!line.atEnd()) {
      throw line.wrong(line.word("a word"), "end of line");
    }
  }

  private static InstanceType type(GuideLine line) {
    String name = line.word("a name");
    GuideAmounts amounts = new GuideAmounts();
    while (!line.atEnd()) {
      String word = line.word("an amount");
      if (!amounts.read(word, line)) {
        throw line.wrong(word, "an amount, preemptible, gpu, driver or target");
      }
    }
    return amounts.type(name);
  }

  private void setting(GuideLine line) {
    String name = line.word("a setting");
    line.word(
        "a value of " + name,
        value -> {
          settings.put(name, value);
          return config();
        });
  }

  private void instance(GuideLine line) {
    String id = line.word("a name");
    InstanceType type = line.word("a type", this::known);
    WorkerState state =
        line.word("a state", word -> WorkerState.valueOf(word.toUpperCase(Locale.ROOT)));
    IdleBehavior behavior = IdleBehavior.RUN;
    boolean healthy = true;
    while (!line.atEnd()) {
      String word = line.word("a word");
      if (word.equals("unhealthy")) {
        healthy = false;
      } else {
        behavior =
            IdleBehavior.parse(word)
                .orElseThrow(() -> line.wrong(word, "unhealthy, run, hold or drain"));
      }
    }
    scene.worker(id, type, state, behavior, healthy);
  }

  private InstanceType known(String name) {
    return config().instanceTypes().stream()
        .filter(type -> type.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name));
  }

  private DispatcherConfig config() {
    DispatcherConfig.Builder config = DispatcherConfig.builder(SET.value()).setAll(settings);
    types.forEach(config::instanceType);
    return config.build();
  }

  /** What the dispatcher's own code makes of it. */
  Plan plan() {
    DispatcherConfig config = config();
    SchedulerSettings scheduling = SchedulerSettings.of(config);
    Sizer sizer =
        new Sizer(
            config.instanceTypes(),
            new Sizer.Overheads(
                config.get(Settings.RESERVE_EXTRA_RAM),
                config.get(Settings.RAM_OVERHEAD),
                config.get(Settings.RAM_OVERHEAD_PER_VCPU)),
            config.get(Settings.MAXIMUM_PRICE_FACTOR));
    List<QueueEntry> entries = new ArrayList<>();
    for (Container container : containers) {
      entries.add(
          new QueueEntry(
              container,
              sizer.size(container.needs(), container.preemptible()),
              T0.plusSeconds(entries.size())));
    }
    PoolView pool = pool(config);
    Snapshot snapshot = new Snapshot(entries, pool, limits(scheduling, pool), draining);
    return new Mapper(
            sizer,
            scheduling.containersPerInstanceMax(),
            scheduling.cancelUnsatisfiable(),
            config.get(Settings.PLACEMENT_POLICY).policy(),
            scheduling.budgets())
        .plan(snapshot);
  }

  private PoolView pool(DispatcherConfig config) {
    long most = config.get(Settings.MAX_INSTANCES);
    long left = most == 0 ? Integer.MAX_VALUE : Math.max(0, most - scene.workers.size());
    long creating = scene.workers.stream().filter(worker -> worker.id() == null).count();
    long slots = config.get(Settings.MAX_CONCURRENT_INSTANCE_CREATE_OPS) - creating;
    return new PoolView(
        T0,
        scene.workers,
        scene.runs,
        Math.toIntExact(slots),
        atQuota ? 0 : Math.toIntExact(left),
        atQuota || left == 0,
        atCapacity,
        bootsFailing,
        Outlook.CLEAR,
        BigDecimal.ZERO,
        BigDecimal.ZERO);
  }

  private Limits limits(SchedulerSettings scheduling, PoolView pool) {
    ConcurrencyLimit limit =
        new ConcurrencyLimit(scheduling.instancesGuess(), scheduling.supervisorFraction());
    int running =
        Math.toIntExact(
            containers.stream().filter(each -> each.state() == ContainerState.RUNNING).count());
    int existing =
        Math.toIntExact(pool.workers().stream().filter(worker -> worker.id() != null).count());
    if (overloaded) {
      limit.overloaded(running, T0);
    }
    limit.observe(running, existing, pool.atQuota(), T0);
    return limit.limits();
  }
}
