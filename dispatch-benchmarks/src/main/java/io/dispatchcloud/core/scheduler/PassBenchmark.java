package io.dispatchcloud.core.scheduler;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** One pass of the mapper, as JMH measures it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@SuppressWarnings("NullAway.Init") // JMH sets the fields and calls the set-up before it measures
public class PassBenchmark {
  /** How many containers wait; a tenth as many instances. */
  @Param({"10000", "100000", "1000000"})
  public int containers;

  /** What they wait for. */
  @Param public Series series;

  private Snapshot snapshot;
  private Mapper mapper;

  /** Makes the workload. */
  @Setup(Level.Trial)
  public void setUp() {
    Workload workload = new Workload(containers, containers / 10, series, 1);
    snapshot = workload.snapshot();
    mapper = workload.mapper();
  }

  /**
   * A whole pass.
   *
   * @return its plan
   */
  @Benchmark
  public Object pass() {
    return mapper.plan(snapshot);
  }

  /**
   * A whole pass, after which somebody asks for the status of every container.
   *
   * @param asker takes them
   */
  @Benchmark
  public void passAndStatuses(Blackhole asker) {
    mapper
        .plan(snapshot)
        .statuses()
        .forEach(
            (id, status) -> {
              asker.consume(id);
              asker.consume(status);
            });
  }
}
