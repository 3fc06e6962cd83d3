package io.dispatchcloud.core.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.queue.AttemptLimits;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.FencedException;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.core.InMemoryController;
import io.dispatchcloud.core.loop.HandDrivenLoop;
import io.dispatchcloud.core.loop.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("QUEUE-7 the lease")
class LeaseKeeperTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final InstanceSetId SET = new InstanceSetId("set");

  // Calls take next to no time, so that the seconds below are exact to the millisecond.
  private final HandDrivenLoop loop = new HandDrivenLoop(T0, 1, Duration.ofNanos(2));
  private final InMemoryController store = new InMemoryController(loop, AttemptLimits.DEFAULT);
  private final ScriptedController scripted = new ScriptedController();
  private final List<String> log = new ArrayList<>();

  private LeaseKeeper keeper(String name) {
    return new LeaseKeeper(loop, store, SET, name, () -> log.add(name + " lost it"));
  }

  private LeaseKeeper scriptedKeeper() {
    scripted.lease = Optional.of(ScriptedController.lease("set", 3));
    LeaseKeeper keeper = new LeaseKeeper(loop, scripted, SET, "me", () -> log.add("lost"));
    acquire(keeper, "me");
    advance(1);
    assertThat(log).containsExactly("me is set@3");
    log.clear();
    return keeper;
  }

  private void acquire(LeaseKeeper keeper, String name) {
    keeper.acquire(outcome -> log.add(name + " is " + told(outcome)));
  }

  private static String told(Outcome<Owner> outcome) {
    return outcome instanceof Outcome.Success<Owner> success
        ? success.value().toString()
        : ((Outcome.Failure<Owner>) outcome).error().getMessage();
  }

  private void advance(double seconds) {
    loop.advance(Duration.ofMillis((long) (seconds * 1_000)));
  }

  @Test
  @DisplayName("is had at once if nobody has it, and lets its holder act")
  void acquires() {
    LeaseKeeper keeper = keeper("a");
    assertThat(keeper.mayAct()).isFalse();
    acquire(keeper, "a");
    advance(0.5);

    assertThat(log).containsExactly("a is set@1");
    assertThat(keeper.mayAct()).isTrue();
  }

  @Test
  @DisplayName("is kept as long as it is renewed, every 2 s")
  void renews() {
    LeaseKeeper keeper = scriptedKeeper();
    advance(20);

    assertThat(keeper.mayAct()).isTrue();
    assertThat(scripted.calls).hasSize(11).startsWith("acquire for me", "renew set@3");
    assertThat(log).isEmpty();
  }

  @Test
  @DisplayName("a standby waits as long as it is held, and takes over with a higher fence after")
  void standby() {
    LeaseKeeper first = keeper("first");
    LeaseKeeper second = keeper("second");
    acquire(first, "first");
    advance(0.1);
    acquire(second, "second");
    advance(600);
    assertThat(log).containsExactly("first is set@1");
    assertThat(second.mayAct()).isFalse();

    // The first one dies without giving its lease back.
    assertThat(first.stop()).contains(new Owner(SET, 1));
    advance(5.9);
    assertThat(log).containsExactly("first is set@1");
    advance(4.2);

    assertThat(log).containsExactly("first is set@1", "second is set@2");
    assertThat(second.mayAct()).isTrue();
    assertThat(first.mayAct()).isFalse();
  }

  @Test
  @DisplayName("a lease that was given back is taken over at the next try")
  void released() {
    LeaseKeeper first = keeper("first");
    LeaseKeeper second = keeper("second");
    acquire(first, "first");
    advance(0.1);
    acquire(second, "second");
    advance(0.1);

    store.release(first.stop().orElseThrow());
    advance(2);

    assertThat(log).containsExactly("first is set@1", "second is set@2");
  }

  @Test
  @DisplayName("without a renewal nothing may begin when 2 s or less are left")
  void margin() {
    LeaseKeeper keeper = scriptedKeeper();
    // The last renewal that works begins 2 s after the start, and lasts until 10 s after it.
    advance(2);
    scripted.renewal = new ControllerException("no route");
    advance(4.9);
    assertThat(keeper.mayAct()).isTrue();
    advance(0.2);

    assertThat(keeper.mayAct()).isFalse();
    assertThat(log).isEmpty();
  }

  @Test
  @DisplayName("a renewal that works again in time saves it")
  void recovers() {
    LeaseKeeper keeper = scriptedKeeper();
    scripted.renewal = new ControllerException("no route");
    advance(6);
    assertThat(keeper.mayAct()).isFalse();
    scripted.renewal = null;
    advance(0.6);

    assertThat(keeper.mayAct()).isTrue();
    assertThat(log).isEmpty();
  }

  @Test
  @DisplayName("lets nothing begin when its time is over, and is good again if nobody took it over")
  void runsOut() {
    LeaseKeeper keeper = scriptedKeeper();
    scripted.renewal = new ControllerException("no route");
    advance(600);
    assertThat(keeper.mayAct()).isFalse();
    assertThat(log).isEmpty();
    scripted.renewal = null;
    advance(1);

    assertThat(keeper.mayAct()).isTrue();
  }

  @Test
  @DisplayName("is lost, once, when another one took it over after its time was over")
  void takenOver() {
    LeaseKeeper keeper = scriptedKeeper();
    scripted.renewal = new ControllerException("no route");
    advance(20);
    scripted.renewal = new FencedException("set@4 is active");
    advance(1);
    assertThat(log).containsExactly("lost");
    int calls = scripted.calls.size();
    advance(60);

    assertThat(log).containsExactly("lost");
    assertThat(keeper.mayAct()).isFalse();
    assertThat(scripted.calls).hasSize(calls);
    assertThat(keeper.stop()).isEmpty();
  }

  @Test
  @DisplayName("is lost at once when another one has taken over")
  void fenced() {
    LeaseKeeper keeper = scriptedKeeper();
    scripted.renewal = new FencedException("set@4 is active");
    advance(1.1);

    assertThat(log).containsExactly("lost");
    assertThat(keeper.mayAct()).isFalse();
  }

  @Test
  @DisplayName("a keeper that was stopped neither renews nor reports a loss")
  void stopped() {
    LeaseKeeper keeper = scriptedKeeper();
    assertThat(keeper.stop()).contains(new Owner(SET, 3));
    assertThat(keeper.stop()).isEmpty();
    int calls = scripted.calls.size();
    advance(60);

    assertThat(scripted.calls).hasSize(calls);
    assertThat(keeper.mayAct()).isFalse();
    assertThat(log).isEmpty();
  }

  @Test
  @DisplayName("a standby that was stopped asks no more")
  void stoppedStandby() {
    LeaseKeeper keeper = new LeaseKeeper(loop, scripted, SET, "me", () -> log.add("lost"));
    acquire(keeper, "me");
    advance(1);
    assertThat(keeper.stop()).isEmpty();
    int calls = scripted.calls.size();
    advance(60);

    assertThat(scripted.calls).hasSize(calls);
    assertThat(log).isEmpty();
  }
}
