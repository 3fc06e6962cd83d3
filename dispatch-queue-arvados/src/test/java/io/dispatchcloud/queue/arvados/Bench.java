package io.dispatchcloud.queue.arvados;

import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.config.Parameters;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.meter.Meters;
import io.dispatchcloud.api.queue.AttemptLimits;
import io.dispatchcloud.api.queue.ContainerController;
import io.dispatchcloud.api.queue.ContainerControllerProvider;
import io.dispatchcloud.api.queue.ControllerContext;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.api.queue.Page;
import io.dispatchcloud.test.kit.RecordedLog;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.UnaryOperator;

/** A server, a store on it, and a clock that stands still. */
final class Bench implements AutoCloseable {
  static final InstanceSetId SET = new InstanceSetId("blue");
  static final String T1 = "2026-01-01T00:00:01.000000000Z";
  static final String T2 = "2026-01-01T00:00:02.000000000Z";
  static final String T3 = "2026-01-01T00:00:03.500000000Z";

  final FakeArvados server = new FakeArvados();
  final RecordedLog log = new RecordedLog();
  final ContainerController store;
  private volatile Instant now = Instant.parse("2026-01-02T00:00:00.250Z");

  Bench() throws IOException, ControllerException {
    this(settings -> settings);
  }

  Bench(UnaryOperator<Map<String, Object>> settings) throws IOException, ControllerException {
    Map<String, Object> raw = new LinkedHashMap<>();
    raw.put("url", server.url());
    raw.put("token", FakeArvados.TOKEN);
    store = open(settings.apply(raw));
  }

  /** Another store on the same server. */
  ContainerController open(Map<String, Object> raw) throws ControllerException {
    return provider().open(context(raw));
  }

  ControllerContext context(Map<String, Object> raw) {
    Parameters parameters = Parameters.read("store 'arvados'", raw, provider().parameters());
    InstantSource clock = () -> now;
    return new ControllerContext(parameters, AttemptLimits.DEFAULT, log, Meters.none(), clock);
  }

  static ContainerControllerProvider provider() {
    for (ContainerControllerProvider each : ServiceLoader.load(ContainerControllerProvider.class)) {
      if (each.name().equals("arvados")) {
        return each;
      }
    }
    throw new AssertionError("the service loader finds no store named arvados");
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  Instant now() {
    return now;
  }

  Owner owner() throws ControllerException {
    return store.acquire(SET, "test").orElseThrow().owner();
  }

  static ContainerId id(int number) {
    return new ContainerId(FakeArvados.uuid(number));
  }

  static Attempt attempt(int number, long attempt) {
    return new Attempt(id(number), attempt);
  }

  List<ContainerId> allQueued() throws ControllerException {
    List<ContainerId> ids = new ArrayList<>();
    Page<Container> page = store.queued(Page.FIRST);
    page.items().forEach(each -> ids.add(each.id()));
    while (!page.isLast()) {
      page = store.queued(page.next());
      page.items().forEach(each -> ids.add(each.id()));
    }
    return ids;
  }

  List<ContainerId> allLocked(InstanceSetId set) throws ControllerException {
    List<ContainerId> ids = new ArrayList<>();
    Page<Container> page = store.locked(set, Page.FIRST);
    page.items().forEach(each -> ids.add(each.id()));
    while (!page.isLast()) {
      page = store.locked(set, page.next());
      page.items().forEach(each -> ids.add(each.id()));
    }
    return ids;
  }

  @Override
  public void close() {
    if (store != null) {
      store.close();
    }
    server.close();
  }
}
