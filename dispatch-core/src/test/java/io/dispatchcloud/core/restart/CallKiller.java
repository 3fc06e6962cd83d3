package io.dispatchcloud.core.restart;

import io.dispatchcloud.core.restart.ControllerServer.Death;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Kills a process with SIGKILL at one of its next calls to the store. Which call, and at which
 * point of it, is chance; so is how long after it, for what the process does in between makes no
 * calls.
 */
final class CallKiller implements ControllerServer.Watcher {
  private static final int CALLS = 40;
  private static final int CHANGES = 12;
  private static final int MILLIS_LATER = 300;

  /** What changes a container. Most calls only read, so half of the kills look for one of these. */
  private static final Set<String> CHANGING =
      Set.of("lock", "unlock", "recordStart", "recordRunning", "recordResult", "requeue");

  private static final List<Death> DEATHS =
      List.of(Death.BEFORE_IT, Death.BEFORE_THE_ANSWER, Death.AFTER_IT);

  private final Random chance;
  private final List<String> kills = new ArrayList<>();
  private Process victim;
  private int callsLeft;
  private int changesLeft;
  private Death death = Death.NOT_NOW;
  private int millisLater;

  CallKiller(Random chance) {
    this.chance = chance;
  }

  /** What was killed when, for people. */
  synchronized List<String> kills() {
    return List.copyOf(kills);
  }

  synchronized void aimAt(Process process) {
    victim = process;
    callsLeft = 1 + chance.nextInt(CALLS);
    changesLeft = chance.nextBoolean() ? 1 + chance.nextInt(CHANGES) : Integer.MAX_VALUE;
    death = DEATHS.get(chance.nextInt(DEATHS.size()));
    millisLater = death == Death.AFTER_IT ? chance.nextInt(MILLIS_LATER) : 0;
  }

  @Override
  public synchronized Death called(String method) {
    callsLeft--;
    if (CHANGING.contains(method)) {
      changesLeft--;
    }
    if (callsLeft != 0 && changesLeft != 0) {
      return Death.NOT_NOW;
    }
    Death now = death;
    death = Death.NOT_NOW;
    if (now != Death.NOT_NOW) {
      kills.add(method + " " + now + (millisLater > 0 ? " by " + millisLater + " ms" : ""));
    }
    return now;
  }

  @Override
  public void kill() throws InterruptedException {
    Process dying;
    int pause;
    synchronized (this) {
      dying = victim;
      pause = millisLater;
    }
    boolean counted = new CountDownLatch(1).await(pause, TimeUnit.MILLISECONDS);
    assert !counted;
    // Gone before the call goes on, so that it never learns how the call went on.
    dying.destroyForcibly().waitFor();
  }
}
