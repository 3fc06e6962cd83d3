package io.dispatchcloud.queue.jdbc;

import static io.dispatchcloud.queue.jdbc.Stores.HOST;
import static io.dispatchcloud.queue.jdbc.Stores.T0;
import static io.dispatchcloud.queue.jdbc.Stores.id;
import static io.dispatchcloud.queue.jdbc.Stores.result;
import static io.dispatchcloud.queue.jdbc.Stores.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.queue.AttemptLimits;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.api.queue.RequeueReason;
import io.dispatchcloud.api.queue.UnlockReason;
import io.dispatchcloud.queue.jdbc.LossyDataSource.Break;
import io.dispatchcloud.queue.jdbc.Stores.Kind;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("CTR-7 SET-2 a connection that breaks while a change is committed")
class LostAnswerTest {
  private JdbcEnvironment environment;
  private LossyDataSource connections;
  private JdbcController store;
  private Break when;
  private Owner owner;

  static Stream<Arguments> everyWay() {
    return Stream.of(Kind.values())
        .flatMap(
            kind ->
                Stream.of(Break.BEFORE_COMMIT, Break.AFTER_COMMIT)
                    .map(when -> Arguments.of(kind, when)));
  }

  private void open(Kind kind, Break breaks) throws Exception {
    environment = kind.open();
    String[] location = environment.location().split(" ", -1);
    connections = new LossyDataSource(location[0], location[1]);
    // The second failed start, and the second loss, would cancel.
    store =
        JdbcController.open(
            connections, new JdbcSettings(environment.schema(), new AttemptLimits(2, 1)));
    when = breaks;
    owner = Stores.lead(store);
  }

  @AfterEach
  void end() throws Exception {
    store.close();
    environment.end();
  }

  private Attempt lock() throws Exception {
    return store.lock(owner, id("a")).currentAttempt().orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("everyWay")
  @DisplayName("CTR-1 CTR-7 is done once, and told as if nothing had been")
  void once(Kind kind, Break breaks) throws Exception {
    open(kind, breaks);

    connections.breakNext(when);
    assertThat(store.submit(List.of(spec("a"))))
        .isEqualTo(new Submission(List.of(id("a")), List.of()));

    connections.breakNext(when);
    Attempt first = lock();
    assertThat(first.number()).isEqualTo(1);

    connections.breakNext(when);
    Container unlocked = store.unlock(owner, first, UnlockReason.START_FAILED);
    assertThat(unlocked.state()).as("one failure").isEqualTo(ContainerState.QUEUED);

    Attempt second = lock();
    connections.breakNext(when);
    store.recordStart(owner, second, HOST);
    connections.breakNext(when);
    assertThat(store.recordRunning(owner, second, HOST, T0).state())
        .isEqualTo(ContainerState.RUNNING);
    connections.breakNext(when);
    assertThat(store.requeue(owner, second, RequeueReason.LOST, "gone").state())
        .as("one loss")
        .isEqualTo(ContainerState.QUEUED);

    Attempt third = lock();
    connections.breakNext(when);
    assertThat(store.recordResult(owner, third, HOST, result(3)).state())
        .isEqualTo(ContainerState.COMPLETE);
    assertThat(store.attempts(id("a")))
        .extracting(AttemptRecord::outcome)
        .containsExactly(AttemptOutcome.NOT_STARTED, AttemptOutcome.LOST, AttemptOutcome.FINISHED);
  }

  @ParameterizedTest
  @MethodSource("everyWay")
  @DisplayName("CTR-1 a user's changes are done once, too")
  void users(Kind kind, Break breaks) throws Exception {
    open(kind, breaks);
    store.submit(List.of(spec("a")));

    connections.breakNext(when);
    assertThat(store.setPriority(id("a"), 5).priority()).isEqualTo(5);
    connections.breakNext(when);
    assertThat(store.hold(id("a")).priority()).isEqualTo(-5);
    connections.breakNext(when);
    assertThat(store.release(id("a")).priority()).isEqualTo(5);
    connections.breakNext(when);
    assertThat(store.cancel(id("a"), "enough").state()).isEqualTo(ContainerState.CANCELLED);
  }
}
