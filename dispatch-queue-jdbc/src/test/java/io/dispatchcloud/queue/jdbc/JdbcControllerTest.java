package io.dispatchcloud.queue.jdbc;

import static io.dispatchcloud.queue.jdbc.Stores.HOST;
import static io.dispatchcloud.queue.jdbc.Stores.SECRET;
import static io.dispatchcloud.queue.jdbc.Stores.SET;
import static io.dispatchcloud.queue.jdbc.Stores.T0;
import static io.dispatchcloud.queue.jdbc.Stores.id;
import static io.dispatchcloud.queue.jdbc.Stores.result;
import static io.dispatchcloud.queue.jdbc.Stores.spec;
import static io.dispatchcloud.queue.jdbc.Stores.specOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.container.RetryRule;
import io.dispatchcloud.api.queue.ConflictException;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.api.queue.Page;
import io.dispatchcloud.api.queue.RequeueReason;
import io.dispatchcloud.api.queue.UnlockReason;
import io.dispatchcloud.queue.jdbc.Stores.Kind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("CTR-1 CTR-7 RUN-5 what users do with a store in a database")
class JdbcControllerTest {
  private JdbcEnvironment environment;
  private JdbcController store;

  private void open(Kind kind) throws ControllerException {
    environment = kind.open();
    store = environment.controller();
  }

  @AfterEach
  void end() throws Exception {
    environment.end();
  }

  private List<String> names(ContainerFilter filter) throws ControllerException {
    List<String> names = new ArrayList<>();
    Page<Container> page = store.list(filter, Page.FIRST);
    page.items().forEach(each -> names.add(each.id().value()));
    while (!page.isLast()) {
      page = store.list(filter, page.next());
      page.items().forEach(each -> names.add(each.id().value()));
    }
    return names;
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  @DisplayName("CTR-2 ten thousand are submitted in one go, in order, and twice is a success")
  void manyAtOnce(Kind kind) throws Exception {
    open(kind);
    List<ContainerSpec> batch = IntStream.range(0, 10_000).mapToObj(i -> spec("c" + i)).toList();
    List<ContainerId> ids = batch.stream().map(ContainerSpec::id).toList();

    assertThat(store.submit(batch)).isEqualTo(new Submission(ids, List.of()));
    Submission again = store.submit(batch);

    assertThat(again.added()).isEmpty();
    assertThat(again.alreadyThere()).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(names(ContainerFilter.ALL))
        .containsExactlyElementsOf(ids.stream().map(ContainerId::value).toList());
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  @DisplayName("CTR-2 another specification under an id is refused by name, with all of its batch")
  void anotherUnderTheSameId(Kind kind) throws Exception {
    open(kind);
    store.submit(List.of(spec("a"), specOf("b").preemptible(true).build()));
    store.setPriority(id("b"), 7);

    assertThat(store.submit(List.of(specOf("b").preemptible(true).build())).alreadyThere())
        .as("what changed since is no other specification")
        .containsExactly(id("b"));
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> store.submit(List.of(spec("c"), specOf("a").priority(3).build())))
        .withMessageContaining("'a'");
    assertThat(store.find(id("c"))).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.submit(List.of(spec("d"), specOf("d").priority(3).build())))
        .withMessageContaining("'d'");
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  @DisplayName("CTR-6 lists by state, label and holder")
  void lists(Kind kind) throws Exception {
    open(kind);
    Owner owner = Stores.lead(store);
    store.submit(
        List.of(
            specOf("a").labels(Map.of("team", "red", "x", "")).build(),
            specOf("b").labels(Map.of("team", "red")).build(),
            specOf("c").labels(Map.of("team", "blue")).build(),
            spec("d")));
    store.lock(owner, id("b"));
    store.cancel(id("d"), "enough");

    assertThat(names(ContainerFilter.in(ContainerState.QUEUED))).containsExactly("a", "c");
    assertThat(names(ContainerFilter.in(ContainerState.CANCELLED, ContainerState.LOCKED)))
        .containsExactly("b", "d");
    assertThat(names(ContainerFilter.ALL.withLabel("team", "red"))).containsExactly("a", "b");
    assertThat(names(ContainerFilter.ALL.withLabel("te", "amred"))).isEmpty();
    assertThat(names(ContainerFilter.ALL.lockedBy(SET))).containsExactly("b");
    assertThat(names(ContainerFilter.in(ContainerState.QUEUED).withLabel("team", "red")))
        .containsExactly("a");
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  @DisplayName("CTR-7 RUN-5 each attempt is kept: instance, outcome, reason, times, result, cost")
  void attempts(Kind kind) throws Exception {
    open(kind);
    Owner owner = Stores.lead(store);
    store.submit(
        List.of(specOf("a").preemptible(true).retry(new RetryRule(Set.of(75), 2, 2)).build()));
    store.unlock(owner, lock(owner), UnlockReason.START_FAILED);
    Attempt lost = lock(owner);
    store.recordStart(owner, lost, HOST);
    store.recordRunning(owner, lost, HOST, T0);
    store.requeue(owner, lost, RequeueReason.LOST, "i-1 is\0gone");
    Attempt failed = lock(owner);
    store.recordResult(owner, failed, HOST, result(75));
    Attempt last = lock(owner);
    assertThat(store.attempts(id("a")).get(3).outcome()).isEqualTo(AttemptOutcome.UNDERWAY);
    store.recordResult(owner, last, HOST, result(0));
    store.recordResult(owner, last, HOST, result(1));
    store.recordCost(failed, new BigDecimal("0.125"));

    List<AttemptRecord> kept = store.attempts(id("a"));

    assertThat(kept)
        .extracting(AttemptRecord::outcome)
        .containsExactly(
            AttemptOutcome.NOT_STARTED,
            AttemptOutcome.LOST,
            AttemptOutcome.FINISHED,
            AttemptOutcome.FINISHED);
    assertThat(kept)
        .extracting(AttemptRecord::preemptible)
        .containsExactly(true, true, true, false);
    assertThat(kept.get(0).reason()).isEqualTo("START_FAILED");
    assertThat(kept.get(1).reason()).isEqualTo("i-1 is\uFFFDgone");
    assertThat(kept.get(1).instance()).isEqualTo(HOST);
    assertThat(kept.get(1).startedAt()).isEqualTo(T0);
    assertThat(kept.get(1).finishedAt()).isAfterOrEqualTo(kept.get(1).lockedAt());
    assertThat(kept.get(2).result()).usingRecursiveComparison().isEqualTo(result(75));
    assertThat(kept.get(2).instance()).isEqualTo(HOST);
    assertThat(kept.get(2).cost()).isEqualByComparingTo("0.125");
    assertThat(kept.get(3).result()).usingRecursiveComparison().isEqualTo(result(0));
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> store.recordCost(new Attempt(id("a"), 9), BigDecimal.ONE));
  }

  private Attempt lock(Owner owner) throws ControllerException {
    return store.lock(owner, id("a")).currentAttempt().orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  @DisplayName("CTR-4 a release brings back the priority from before the hold")
  void holdAndRelease(Kind kind) throws Exception {
    open(kind);
    store.submit(List.of(specOf("a").priority(42).build(), specOf("b").priority(0).build()));

    assertThat(store.hold(id("a")).onHold()).isTrue();
    assertThat(store.hold(id("a")).onHold()).isTrue();
    assertThat(store.queued(Page.FIRST).items()).isEmpty();
    assertThat(store.release(id("a")).priority()).isEqualTo(42);
    assertThat(store.release(id("a")).priority()).isEqualTo(42);
    assertThat(store.release(id("b")).priority()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  @DisplayName("CTR-1 whoever waits is woken when all have ended")
  void awaits(Kind kind) throws Exception {
    open(kind);
    store.submit(List.of(spec("a"), spec("b")));
    assertThat(store.awaitFinished(List.of(id("a")), Duration.ZERO)).isFalse();
    CompletableFuture<Boolean> one = await(List.of(id("a")));
    store.cancel(id("a"), "enough");
    assertThat(one.get()).isTrue();
    assertThat(store.awaitFinished(Duration.ZERO)).isFalse();
    store.cancel(id("b"), "enough");
    assertThat(store.awaitFinished(Duration.ofMinutes(1))).isTrue();
  }

  private CompletableFuture<Boolean> await(List<ContainerId> ids) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return store.awaitFinished(ids, Duration.ofMinutes(1));
          } catch (InterruptedException | ControllerException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  @DisplayName("CTR-1 a row that the database refuses is not quoted")
  void tellsNoSecret(Kind kind) throws Exception {
    open(kind);
    environment.sql(
        "ALTER TABLE \"%s\".container ADD CONSTRAINT odd CHECK (run NOT LIKE '%%%s%%')"
            .formatted(environment.schema(), SECRET));

    assertThatExceptionOfType(ControllerException.class)
        .isThrownBy(() -> store.submit(List.of(spec("a"))))
        .satisfies(e -> assertThat(trace(e)).contains("23").doesNotContain(SECRET));
  }

  private static String trace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
