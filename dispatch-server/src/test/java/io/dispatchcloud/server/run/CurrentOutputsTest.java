package io.dispatchcloud.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.config.Secret;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.OutputTail;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.api.queue.RequeueReason;
import io.dispatchcloud.core.OutputStore.Stream;
import io.dispatchcloud.queue.jdbc.JdbcController;
import io.dispatchcloud.queue.jdbc.JdbcSettings;
import io.dispatchcloud.server.show.Row;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("CTR-7 the output of a run's container is its newest attempt's")
class CurrentOutputsTest {
  private static final ContainerId A = new ContainerId("a");
  private static final InstanceId HOST = new InstanceId("i-1");

  @TempDir private Path folder;
  private JdbcController store;
  private Owner owner;
  private Mirror mirror;
  private Fates fates;
  private CurrentOutputs outputs;

  @BeforeEach
  void open() throws Exception {
    store =
        JdbcController.open(
            "jdbc:h2:file:" + folder.resolve("db"), "", Secret.of(""), JdbcSettings.DEFAULT);
    owner = store.acquire(new InstanceSetId("set"), "test").orElseThrow().owner();
    store.submit(List.of(ContainerSpec.builder("a", Needs.of(1, 1), RunSpec.of("true")).build()));
    begin();
  }

  @AfterEach
  void end() {
    store.close();
  }

  /** As a program does that is started: what it knows is in the store. */
  private void begin() throws Exception {
    mirror = new Mirror(store, List.of(A));
    fates = new Fates(mirror);
    outputs = new CurrentOutputs(new ContainerOutputs(folder), mirror, fates);
    mirror.refresh();
  }

  private Attempt lock() throws Exception {
    return store.lock(owner, A).currentAttempt().orElseThrow();
  }

  private void finish(Attempt attempt, String stdout) throws Exception {
    outputs.keep(attempt, result(stdout));
    store.recordResult(owner, attempt, HOST, result(stdout));
    refresh();
  }

  private void refresh() throws Exception {
    mirror.called(new Object[] {A});
    mirror.refresh();
  }

  private static RunResult result(String stdout) {
    byte[] bytes = stdout.getBytes(StandardCharsets.UTF_8);
    OutputTail tail = new OutputTail(bytes, bytes.length);
    return new RunResult(0, Instant.EPOCH, Instant.EPOCH, tail, OutputTail.EMPTY);
  }

  private void write(Attempt attempt, String stdout) throws IOException {
    try (OutputStream out = outputs.open(attempt, Stream.STDOUT)) {
      out.write(stdout.getBytes(StandardCharsets.UTF_8));
    }
    outputs.open(attempt, Stream.STDERR).close();
  }

  private Row row() {
    return fates.rows(List.of(A)).get(0);
  }

  private Path stdout() {
    return folder.resolve("a/stdout");
  }

  @Test
  @DisplayName("RUN-5 what was recorded before a crash and is there in whole is not fetched again")
  void keptBefore() throws Exception {
    Attempt attempt = lock();
    write(attempt, "whole");
    finish(attempt, "whole");

    begin();
    write(attempt, "who");

    assertThat(stdout()).hasContent("whole");
    assertThat(folder.resolve("a/stdout.part")).doesNotExist();
    assertThat(row().succeeded()).isTrue();
  }

  @Test
  @DisplayName(
      "RUN-5 what was recorded before a crash and is not whole is fetched again, and counts")
  void lostBefore() throws Exception {
    Attempt attempt = lock();
    write(attempt, "who");
    finish(attempt, "whole");
    assertThat(row().succeeded()).isFalse();
    assertThat(row().reason()).contains("3 of 5 bytes");

    begin();
    outputs.keep(attempt, result("whole"));
    write(attempt, "whole");
    outputs.keep(attempt, result("whole"));

    assertThat(stdout()).hasContent("whole");
    assertThat(row().succeeded()).isTrue();
  }

  @Test
  @DisplayName("CTR-7 what a former attempt wrote, and comes late, replaces nothing")
  void lateOutput() throws Exception {
    Attempt former = lock();
    store.requeue(owner, former, RequeueReason.LOST, "gone");
    Attempt current = lock();
    write(current, "new");
    finish(current, "new");

    write(former, "old");
    outputs.keep(former, result("old"));
    assertThat(stdout()).hasContent("new");

    begin();
    write(former, "old");
    outputs.keep(former, result("older"));

    assertThat(stdout()).hasContent("new");
    assertThat(folder.resolve("a/stdout.part")).doesNotExist();
    assertThat(row().succeeded()).isTrue();
  }

  @Test
  @DisplayName("CTR-7 what a former attempt still writes is not in the current one's file")
  void bothAtOnce() throws Exception {
    Attempt former = lock();
    try (OutputStream late = outputs.open(former, Stream.STDOUT)) {
      store.requeue(owner, former, RequeueReason.LOST, "gone");
      Attempt current = lock();
      write(current, "new");
      late.write("old".getBytes(StandardCharsets.UTF_8));
      late.flush();
      outputs.keep(former, result("old"));
      assertThat(stdout()).doesNotExist();
      finish(current, "new");
    }
    assertThat(stdout()).hasContent("new");
    assertThat(row().succeeded()).isTrue();
  }

  @Test
  @DisplayName("CTR-7 that a former attempt's output is lost says nothing about the current one's")
  void lostOfFormer() throws Exception {
    Attempt former = lock();
    fates.outputLost(former, "no space");
    store.requeue(owner, former, RequeueReason.LOST, "gone");
    Attempt current = lock();
    write(current, "new");
    finish(current, "new");

    assertThat(row().succeeded()).isTrue();
    assertThat(row().reason()).isEmpty();
  }

  @Test
  @DisplayName("CTR-7 what was never locked has lost nothing")
  void neverLocked() {
    assertThat(row().end()).isEqualTo("queued");
    assertThat(row().reason()).isEmpty();
    assertThat(row().succeeded()).isFalse();
  }
}
