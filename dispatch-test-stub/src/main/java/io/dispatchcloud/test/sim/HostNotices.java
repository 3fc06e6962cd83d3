package io.dispatchcloud.test.sim;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a host knows of its provider's plan to take it away: it asks while dispatchers tell it to,
 * every five seconds, and for a quarter of an hour after the last one did.
 */
final class HostNotices {
  private static final Duration EACH = Duration.ofSeconds(5);
  private static final Duration WITHOUT_WORD = Duration.ofMinutes(15);

  private final World world;
  private final Vm vm;
  private final Runnable news;
  private long asksUntil = Long.MIN_VALUE;
  private @Nullable Instant end;
  private String heard = "";

  /**
   * A host that does not ask.
   *
   * @param news called when it has heard something
   */
  HostNotices(World world, Vm vm, Runnable news) {
    this.world = world;
    this.vm = vm;
    this.news = news;
  }

  /** What a listing says of it: a line, or nothing. */
  String heard() {
    return heard;
  }

  /** A dispatcher tells it to ask. */
  void ask(SplitMix chance) {
    long now = world.time.now();
    boolean asked = asks(now);
    asksUntil = now + WITHOUT_WORD.toNanos();
    if (end != null && !asked) {
      hearSoon(chance);
    }
  }

  /** Its provider takes it away, and says so to whoever asks. */
  void takenAway(Instant when, SplitMix chance) {
    if (end == null) {
      end = when;
      hearSoon(chance);
    }
  }

  private boolean asks(long now) {
    return now <= asksUntil;
  }

  private void hearSoon(SplitMix chance) {
    world.time.after(chance.upTo(EACH), this::hear);
  }

  private void hear() {
    long now = world.time.now();
    if (heard.isEmpty() && asks(now) && !vm.hasEnded(now)) {
      heard = "notice " + end + "\n";
      world.log.add(vm + " hears that it is taken away");
      world.judge.takenAway(vm.id);
      news.run();
    }
  }
}
