package io.dispatchcloud.server.run;

import io.dispatchcloud.server.show.Row;
import io.dispatchcloud.server.show.Tally;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An engine that does as the test says, and records what it was told. */
final class FakeEngine implements Engine {
  final List<String> calls = new ArrayList<>();
  List<Row> rows = List.of(row("a", "0"));
  int looksUntilEnd = 2;
  int drainsUntilEmpty = 2;
  boolean refusesToStart;
  boolean drainsOnlyByForce;
  boolean inUse;
  Runnable onLook = () -> {};
  Runnable onDrain = () -> {};

  static Row row(String id, String end) {
    boolean succeeded = end.equals("0");
    return new Row(id, "i-1", end, succeeded, !succeeded, null, null, BigDecimal.ZERO, "");
  }

  @Override
  public void start() throws EngineException {
    calls.add("start");
    if (refusesToStart) {
      throw new EngineException("the provider is closed", inUse);
    }
  }

  @Override
  public boolean awaitEnd(Duration atMost) {
    return looksUntilEnd-- <= 0;
  }

  @Override
  public Tally tally(Duration elapsed) {
    onLook.run();
    return new Tally(0, 0, 1, 0, Map.of(), BigDecimal.ZERO, elapsed);
  }

  @Override
  public List<Row> rows() {
    return rows;
  }

  @Override
  public void cancelAll(String reason) {
    calls.add("cancelAll");
  }

  @Override
  public boolean drain(Duration atMost) {
    onDrain.run();
    if (!calls.contains("drain")) {
      calls.add("drain");
    }
    return drainsOnlyByForce ? calls.contains("killInstances") : drainsUntilEmpty-- <= 0;
  }

  @Override
  public void killInstances(String reason) {
    calls.add("killInstances");
  }

  @Override
  public List<String> instancesLeft() {
    return List.of("i-1 (shutdown)");
  }

  @Override
  public int instancesUsed() {
    return 1;
  }

  @Override
  public BigDecimal cost() {
    return BigDecimal.ONE;
  }

  @Override
  public void close() {
    calls.add("close");
  }
}
