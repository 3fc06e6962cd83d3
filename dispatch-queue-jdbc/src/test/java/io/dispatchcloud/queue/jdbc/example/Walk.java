package io.dispatchcloud.queue.jdbc.example;

import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.config.Secret;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.RetryRule;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.api.queue.Page;
import io.dispatchcloud.api.queue.Subscription;
import io.dispatchcloud.core.Dispatcher;
import io.dispatchcloud.core.DispatcherConfig;
import io.dispatchcloud.queue.jdbc.AttemptRecord;
import io.dispatchcloud.queue.jdbc.ContainerFilter;
import io.dispatchcloud.queue.jdbc.JdbcController;
import io.dispatchcloud.queue.jdbc.JdbcSettings;
import io.dispatchcloud.queue.jdbc.Submission;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The examples of the module's README, in their order, as they stand there. */
final class Walk {
  private Walk() {}

  static JdbcController open() throws Exception {
    // README: from here
    // Or jdbc:h2:file:/var/lib/work, for one process.
    String url = "jdbc:postgresql://db.example/work";
    Secret password = Secret.of(Files.readString(Path.of("/etc/dispatch/password")).strip());
    JdbcController store = JdbcController.open(url, "dispatch", password, JdbcSettings.DEFAULT);
    // README: to here
    return store;
  }

  static Submission submit(JdbcController store) throws Exception {
    // README: from here
    List<ContainerSpec> batch = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      batch.add(
          ContainerSpec.builder(
                  "night-" + i, Needs.of(1, 1L << 30), RunSpec.of("render", "frame-" + i))
              .labels(Map.of("batch", "night"))
              .preemptible(true)
              // Exit status 75 runs again, three attempts in all; after two on spot, on demand.
              .retry(new RetryRule(Set.of(75), 3, 2))
              .build());
    }
    Submission done = store.submit(batch);
    System.out.println(
        done.added().size() + " new, " + done.alreadyThere().size() + " already there");
    // README: to here
    return done;
  }

  static void run(JdbcController store) throws Exception {
    // README: from here
    DispatcherConfig config =
        DispatcherConfig.builder("production")
            .instanceType(
                InstanceType.builder("small", 2, 4L << 30, new BigDecimal("0.05")).build())
            .build();
    try (Dispatcher dispatcher =
        Dispatcher.builder(config).driver("local", Map.of()).controller(store).build()) {
      dispatcher.start();
      store.awaitFinished(Duration.ofDays(1));
    }
    // README: to here
  }

  static Page<Container> watch(JdbcController store) throws Exception {
    // README: from here
    Subscription watching = store.onChange(() -> System.out.println("something changed"));
    Page<Container> running =
        store.list(
            ContainerFilter.in(ContainerState.RUNNING).withLabel("batch", "night"), Page.FIRST);
    store.hold(new ContainerId("night-7")); // and release, setPriority, cancel
    for (AttemptRecord each : store.attempts(new ContainerId("night-3"))) {
      System.out.println(each.attempt() + " " + each.outcome() + " " + each.reason());
    }
    // README: to here
    watching.close();
    return running;
  }
}
