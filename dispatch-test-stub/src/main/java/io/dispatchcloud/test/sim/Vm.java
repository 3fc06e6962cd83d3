package io.dispatchcloud.test.sim;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.executor.HostKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A simulated instance as it really is. Times are the world's, in nanoseconds. */
final class Vm {
  static final long NEVER = Long.MAX_VALUE;
  private static final long REMEMBERED = Duration.ofMinutes(15).toNanos();

  final InstanceId id;
  final InstanceType type;
  final boolean ours;
  final long createdAt;
  final String secret;
  final HostKey key;
  final boolean provesItsKey;
  final String remoteUser;
  final Runner runner;

  private final List<Wakeup> waiting = new ArrayList<>(2);

  final TagHistory tags;
  String address;
  private String formerAddress;
  private long addressSince;
  long addressKnownAt;
  long reachableAt = NEVER;
  long bootedAt = NEVER;
  long endsAt = NEVER;
  long endedAt = NEVER;
  long listedFrom;
  long listedUntil = NEVER;
  long cutOffUntil;
  private long impostorUntil;
  private long drops;
  private final Silences silences;

  Vm(
      World world,
      int number,
      InstanceType type,
      boolean ours,
      Map<String, String> tags,
      String secret,
      boolean provesItsKey,
      String remoteUser) {
    this.id = new InstanceId("i-" + number);
    this.type = type;
    this.ours = ours;
    this.createdAt = world.time.now();
    this.silences = new Silences(createdAt, REMEMBERED);
    this.tags = new TagHistory(tags);
    this.secret = secret;
    this.key = key("host " + number);
    this.provesItsKey = provesItsKey;
    this.remoteUser = remoteUser;
    this.address = "host-" + number;
    this.formerAddress = address;
    this.runner = new Runner(world, this);
  }

  static HostKey key(String whose) {
    return new HostKey("ssh-ed25519", whose.getBytes(StandardCharsets.UTF_8));
  }

  /** It is at another address from now on. */
  void move(String newAddress, long now) {
    formerAddress = address;
    address = newAddress;
    addressSince = now;
  }

  /** What its provider showed as its address at a time; null if it was not known then. */
  @Nullable String addressAt(long time) {
    if (time < addressKnownAt) {
      return null;
    }
    return time < addressSince ? formerAddress : address;
  }

  boolean hasEnded(long now) {
    return endedAt <= now;
  }

  boolean answers(long now) {
    return reachableAt <= now && now >= cutOffUntil && !hasEnded(now);
  }

  /** Another host answers at its address, which ends all connections to this one. */
  void giveWay(long now, long until) {
    drops = drops(now) + 1;
    impostorUntil = Math.max(impostorUntil, until);
  }

  /** It has its address for itself again. */
  void comeBack(long now) {
    impostorUntil = Math.min(impostorUntil, now);
  }

  boolean isImpostor(long now) {
    return impostorUntil > now;
  }

  /** How often something has ended all connections to its address. */
  long drops(long now) {
    if (impostorUntil != 0 && impostorUntil <= now) {
      impostorUntil = 0;
      drops++;
    }
    return drops;
  }

  boolean hasBooted(long now) {
    return bootedAt <= now;
  }

  boolean isListed(long now) {
    return now >= listedFrom && now < listedUntil;
  }

  /** It has answered a dispatcher that asked what runs there. */
  void answered(long now) {
    silences.answered(now);
  }

  /**
   * For how long it has not answered; or lately did not, for what was decided then may be done
   * later.
   */
  long silence(long now) {
    return silences.longest(now);
  }

  /** Something waits for news of what runs there. */
  void await(Wakeup wakeup) {
    waiting.removeIf(Wakeup::isRung);
    waiting.add(wakeup);
  }

  /** What runs there has changed. */
  void news() {
    if (!waiting.isEmpty()) {
      List<Wakeup> all = List.copyOf(waiting);
      waiting.clear();
      all.forEach(Wakeup::ring);
    }
  }

  @Override
  public String toString() {
    return id.value();
  }
}
