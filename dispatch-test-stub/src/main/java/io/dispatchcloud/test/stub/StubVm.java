package io.dispatchcloud.test.stub;

import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.driver.local.ssh.LoopbackServer;
import io.dispatchcloud.driver.local.ssh.LoopbackServers;
import io.dispatchcloud.driver.local.ssh.ServerKey;
import io.dispatchcloud.driver.local.ssh.ServerSettings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One pretended VM, seen from outside. It stays known when it is gone. Thread-safe. */
public final class StubVm {
  /** Who may log in. */
  static final String USER = "stub";

  private final InstanceId id;
  private final CreateRequest request;
  private final InstantSource clock;
  private final Instant createdAt;
  private final ServerKey key = ServerKey.generate();
  private final PretendRunner runner;
  private final TagHistory tags;
  private final VmBehavior behavior;
  private @Nullable LoopbackServer server;
  private int port;
  private boolean destroyAccepted;
  // Known from the start where it is planned.
  private @Nullable Instant diedAt;
  private @Nullable Instant goneAt;
  private String lease = "";

  StubVm(
      InstanceId id,
      CreateRequest request,
      InstantSource clock,
      VmBehavior behavior,
      PretendRunner.Starter starter) {
    this.id = id;
    this.request = request;
    this.clock = clock;
    this.createdAt = clock.instant();
    this.behavior = behavior;
    this.diedAt = after(behavior.diesAfter);
    this.runner = new PretendRunner(clock, starter, after(behavior.brokenAfter));
    this.tags = new TagHistory(request.tags(), behavior.lostTags);
  }

  private @Nullable Instant after(@Nullable Duration time) {
    return time == null ? null : createdAt.plus(time);
  }

  // What tests see.

  /**
   * Its id.
   *
   * @return the id
   */
  public InstanceId id() {
    return id;
  }

  /**
   * What it was created as.
   *
   * @return its type
   */
  public InstanceType type() {
    return request.type();
  }

  /**
   * The tags that it has, whatever listings show.
   *
   * @return an immutable map
   */
  public Map<String, String> tags() {
    return tags.at(clock.instant());
  }

  /**
   * Whether it was destroyed and has come to its end.
   *
   * @return true if it costs nothing any more
   */
  public synchronized boolean isGone() {
    return goneAt != null && !clock.instant().isBefore(goneAt);
  }

  /**
   * What the last listing said of the lease.
   *
   * @return a time as the dispatcher writes it; empty if it said nothing
   */
  public synchronized String lease() {
    return lease;
  }

  /**
   * Every run of a container that there ever was on it, in the order of the starts.
   *
   * @return what did happen, until now
   */
  public List<StubRun> runs() {
    return runner.runs(id, clock.instant(), end());
  }

  /**
   * What runs there now.
   *
   * @return the attempts
   */
  public List<Attempt> running() {
    return runs().stream().filter(run -> run.endedAt() == null).map(StubRun::attempt).toList();
  }

  /** Makes its runner say from now on that it can't start containers. */
  public void reportBroken() {
    runner.setBroken();
  }

  /** Ends it at once, with all that runs there; it stays listed until it is destroyed. */
  public void die() {
    synchronized (this) {
      Instant now = clock.instant();
      if (diedAt == null || now.isBefore(diedAt)) {
        diedAt = now;
      }
    }
    stopServer();
  }

  /** Stops answering at once, while what runs there goes on; connections are closed. */
  public void stopAnswering() {
    stopServer();
  }

  // What the cloud does with it.

  VmBehavior behavior() {
    return behavior;
  }

  PretendRunner runner() {
    return runner;
  }

  ServerKey key() {
    return key;
  }

  TagHistory history() {
    return tags;
  }

  /** Whether it was made with a tag, or has it now: a tag that the cloud lost still counts. */
  boolean carries(String key, String value) {
    return value.equals(request.tags().get(key)) || value.equals(tags().get(key));
  }

  Instant createdAt() {
    return createdAt;
  }

  String idempotencyToken() {
    return request.idempotencyToken();
  }

  synchronized boolean isDestroyed() {
    return destroyAccepted;
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  /** When it left the cloud; null if it is there. */
  synchronized @Nullable Instant goneAt() {
    return goneAt;
  }

  private synchronized @Nullable Instant end() {
    if (diedAt == null || goneAt == null) {
      return diedAt == null ? goneAt : diedAt;
    }
    return diedAt.isBefore(goneAt) ? diedAt : goneAt;
  }

  void start(LoopbackServers servers) throws IOException {
    ServerSettings settings =
        new ServerSettings(
            0,
            key,
            USER,
            Objects.requireNonNullElse(request.publicKey(), ""),
            new PretendHost(this, request.initCommand()));
    LoopbackServer started = servers.start(settings);
    synchronized (this) {
      server = started;
      port = started.port();
    }
  }

  /** Notes that it is to end; false if it is ending already. */
  synchronized boolean destroy(Duration takes) {
    if (destroyAccepted) {
      return false;
    }
    destroyAccepted = true;
    goneAt = clock.instant().plus(takes);
    return true;
  }

  void stopServer() {
    LoopbackServer running;
    synchronized (this) {
      running = server;
      server = null;
    }
    if (running != null) {
      running.stop();
    }
  }

  synchronized void noteLease(String time) {
    lease = time;
  }

  boolean hasBooted() {
    return !behavior.neverBoots && age().compareTo(behavior.bootDelay) >= 0;
  }

  private Duration age() {
    return Duration.between(createdAt, clock.instant());
  }

  /** Returns while it answers; hangs for ever when it does not, until the connection goes. */
  synchronized void awaitAnswering() throws InterruptedException {
    while (behavior.isSilentAt(age()) || isOver()) {
      wait();
    }
  }

  private boolean isOver() {
    Instant end = end();
    return end != null && !clock.instant().isBefore(end);
  }

  @Override
  public String toString() {
    return id + " (" + type() + ")";
  }
}
