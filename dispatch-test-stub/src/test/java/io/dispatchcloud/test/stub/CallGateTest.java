package io.dispatchcloud.test.stub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.test.stub.CallGate.Call;
import java.time.InstantSource;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("The gate of a pretended cloud")
@Timeout(60)
class CallGateTest {
  private final CallGate gate = new CallGate();
  private final AtomicBoolean closed = new AtomicBoolean();

  private FutureTask<Call> enter(Call call) {
    FutureTask<Call> entering = new FutureTask<>(() -> pass(call));
    Thread thread = new Thread(entering);
    thread.setDaemon(true);
    thread.start();
    return entering;
  }

  private Call pass(Call call) throws CloudException {
    gate.enter(call, closed::get, StubBehavior.builder().build(), InstantSource.system());
    return call;
  }

  @Test
  @DisplayName("STUB-2 calls that were released go on, though the next ones are held at once")
  void releasedThenHeld() throws Exception {
    gate.hold();
    FutureTask<Call> one = enter(Call.CREATE);
    FutureTask<Call> other = enter(Call.LIST);
    await().until(() -> gate.waiting() == 2);

    synchronized (gate) { // so that none is awake between the two
      gate.release();
      gate.hold();
    }
    assertThat(one.get()).isEqualTo(Call.CREATE);
    assertThat(other.get()).isEqualTo(Call.LIST);

    FutureTask<Call> next = enter(Call.DESTROY);
    await().until(() -> gate.waiting() == 1);
    assertThat(next).isNotDone();
    gate.release();
    assertThat(next.get()).isEqualTo(Call.DESTROY);
  }

  @Test
  @DisplayName("STUB-2 a call that was let go on goes on, though calls are held once more")
  void releasedOneThenHeld() throws Exception {
    gate.hold();
    FutureTask<Call> one = enter(Call.CREATE);
    await().until(() -> gate.waiting() == 1);

    synchronized (gate) {
      gate.releaseOne();
      gate.hold();
    }

    assertThat(one.get()).isEqualTo(Call.CREATE);
  }

  @Test
  @DisplayName("SET-2 a held call fails when its set is closed")
  void closedWhileHeld() {
    gate.hold();
    FutureTask<Call> one = enter(Call.CREATE);
    await().until(() -> gate.waiting() == 1);

    closed.set(true);
    gate.wake();

    assertThatThrownBy(one::get).hasCauseInstanceOf(CloudException.class);
  }
}
