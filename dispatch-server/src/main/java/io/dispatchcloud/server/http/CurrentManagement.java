package io.dispatchcloud.server.http;

import io.dispatchcloud.core.Management;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The dispatcher that is there now, if any: while one stands by or takes over, that changes.
 * Thread-safe.
 */
public final class CurrentManagement implements Supplier<Optional<Management>> {
  private final List<Consumer<Optional<Management>>> watchers = new ArrayList<>();
  private Optional<Management> current = Optional.empty();

  /** Made without one. */
  public CurrentManagement() {}

  /**
   * Made with one.
   *
   * @param management the one that is there
   * @return a new holder
   */
  public static CurrentManagement of(Management management) {
    CurrentManagement made = new CurrentManagement();
    made.set(management);
    return made;
  }

  /**
   * The one that is there.
   *
   * @return empty while there is none
   */
  @Override
  public synchronized Optional<Management> get() {
    return current;
  }

  /**
   * Another one is there from now on. It may have been built only, and start later.
   *
   * @param management the new one
   */
  public synchronized void set(Management management) {
    current = Optional.of(management);
    watchers.forEach(watcher -> watcher.accept(current));
  }

  /** None is there any more. */
  public synchronized void clear() {
    current = Optional.empty();
    watchers.forEach(watcher -> watcher.accept(current));
  }

  /** Has somebody told of the one that is there, now and whenever that changes. */
  synchronized void watch(Consumer<Optional<Management>> watcher) {
    watchers.add(watcher);
    watcher.accept(current);
  }

  /** Ends that. */
  synchronized void unwatch(Consumer<Optional<Management>> watcher) {
    watchers.remove(watcher);
  }
}
