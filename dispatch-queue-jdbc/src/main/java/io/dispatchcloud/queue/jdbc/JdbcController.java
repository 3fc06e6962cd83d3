package io.dispatchcloud.queue.jdbc;

import io.dispatchcloud.api.config.Secret;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.queue.ConflictException;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.OverloadException;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;

/**
 * A container store in PostgreSQL 13 or newer, which any number of dispatchers and submitters
 * share, or in H2, for one process (sections 1 and 9). Thread-safe; every call blocks, for a minute
 * at most: connections that break are replaced, and what was under way is done again where it was
 * not done.
 *
 * <p>It keeps one connection for itself where somebody waits for changes in PostgreSQL, so that a
 * {@link DataSource} of the caller's must have two or more, and {@code getConnection} must answer
 * within some seconds. Leases have a connection of their own: they are renewed however many calls
 * wait. A call that got no connection for half a minute fails with {@link OverloadException} if the
 * database answered others meanwhile, or has too many connections; else it hangs, and the call
 * fails with {@link UnreachableException}. Set PostgreSQL's {@code logServerErrorDetail=false}
 * there: its driver quotes rows in failures otherwise, which a pool may log, and rows hold what
 * environments hold.
 */
public final class JdbcController extends StoreQuestions {
  private final Store store;

  JdbcController(Store store, JdbcSettings settings) {
    super(store, settings.attempts());
    this.store = store;
  }

  private static System.Logger logger() {
    return System.getLogger(JdbcController.class.getName());
  }

  /**
   * Opens a store over connections of the caller's; makes or updates its tables.
   *
   * @param dataSource where connections come from, but those for leases; stays the caller's to
   *     close
   * @param forLeases where those for leases come from, one at a time; nobody else should take any,
   *     else a dispatcher may lose its lease while all of them are in use. Stays the caller's to
   *     close
   * @param settings the schema and the limits
   * @return the open store
   * @throws IllegalArgumentException if the database is neither PostgreSQL 13 or newer nor H2
   * @throws UnreachableException if it can't be reached at the moment
   * @throws ControllerException if it has a newer schema, or something else is wrong with it
   */
  public static JdbcController open(
      DataSource dataSource, DataSource forLeases, JdbcSettings settings)
      throws ControllerException {
    Store store =
        Store.open(
            dataSource, forLeases, null, () -> {}, settings, logger(), InstantSource.system());
    return new JdbcController(store, settings);
  }

  /**
   * Opens a store over connections of the caller's, from which leases take theirs as well; for
   * those that don't dispatch. Makes or updates its tables.
   *
   * @param dataSource where connections come from; stays the caller's to close
   * @param settings the schema and the limits
   * @return the open store
   * @throws IllegalArgumentException if the database is neither PostgreSQL 13 or newer nor H2
   * @throws UnreachableException if it can't be reached at the moment
   * @throws ControllerException if it has a newer schema, or something else is wrong with it
   */
  public static JdbcController open(DataSource dataSource, JdbcSettings settings)
      throws ControllerException {
    return open(dataSource, dataSource, settings);
  }

  /**
   * Opens a store with connections of its own.
   *
   * @param url {@code jdbc:postgresql://host/database} or {@code jdbc:h2:file:/path}, without a
   *     password
   * @param user who logs in; empty where the database asks for nobody
   * @param password with what; may be empty
   * @param settings the schema and the limits
   * @return the open store
   * @throws IllegalArgumentException if it is not such an address, has a password in it, or the
   *     database is too old
   * @throws UnreachableException if it can't be reached at the moment
   * @throws ControllerException if it refuses the credentials, has a newer schema, or something
   *     else is wrong with it
   */
  public static JdbcController open(String url, String user, Secret password, JdbcSettings settings)
      throws ControllerException {
    Store store = Store.open(url, user, password, settings, logger(), InstantSource.system());
    return new JdbcController(store, settings);
  }

  /**
   * Puts containers into the queue: all of them, or none. To submit the same again is a success, so
   * that a submission whose answer was lost can be repeated.
   *
   * @param specs what to run, in the order in which equals are to be run; any number: ten thousand
   *     at a time are fine
   * @return what was added, and what was there already
   * @throws IllegalArgumentException if two of them have the same id, but are not the same
   * @throws ConflictException if another one was submitted under the id of one of them; names it,
   *     and nothing was added
   * @throws ControllerException if the store could not be asked; they may be there all the same
   */
  public Submission submit(List<ContainerSpec> specs) throws ControllerException {
    Submission done = store.submitter().submit(specs);
    if (!done.added().isEmpty()) {
      store.usersChanged();
    }
    return done;
  }

  /**
   * Says what an attempt really cost, where a bill has come that knows better than its price and
   * its times. The newest word counts, from when the attempt has ended. This is for users, as
   * {@link #cancel(ContainerId, String)} is: a dispatcher need not say it, and no fence is looked
   * at.
   *
   * @param attempt which
   * @param cost in the currency of the prices; 0 or more
   * @throws ConflictException if there is no such attempt
   * @throws ControllerException if the store could not be asked; it may be recorded all the same
   */
  public void recordCost(Attempt attempt, BigDecimal cost) throws ControllerException {
    if (cost.signum() < 0) {
      throw new IllegalArgumentException("cost: '" + cost + "'; expected 0 or more");
    }
    if (!store.attempts().cost(attempt, cost)) {
      throw new ConflictException("there is no attempt " + attempt, null);
    }
  }

  /**
   * Cancels a container for its owner. What runs is killed soon after.
   *
   * @param id which
   * @param reason why, for people
   * @return the container afterwards
   * @throws ConflictException if there is no such container, or it has ended
   * @throws ControllerException if the store could not be asked; it may be done all the same
   */
  public Container cancel(ContainerId id, String reason) throws ControllerException {
    return changed(
        store.change(
            "cancel",
            null,
            id,
            stored -> stored.cancelled(null, reason),
            Attempts.ended(AttemptOutcome.CANCELLED, reason)));
  }

  /**
   * Changes how much a container matters. One that has ended keeps its priority.
   *
   * @param id which
   * @param priority higher goes first; below 1 puts it on hold, and kills it if it runs (CTR-4)
   * @return the container afterwards
   * @throws ConflictException if there is no such container
   * @throws ControllerException if the store could not be asked; it may be done all the same
   */
  public Container setPriority(ContainerId id, long priority) throws ControllerException {
    return changed(
        store.change(
            "change the priority of",
            null,
            id,
            stored -> stored.withPriority(priority),
            Attempts.Note.NONE));
  }

  /**
   * Puts a container on hold (CTR-4) in such a way that {@link #release(ContainerId)} brings its
   * priority back. One that is on hold, or has ended, stays as it is.
   *
   * @param id which
   * @return the container afterwards, with the negative of its priority
   * @throws ConflictException if there is no such container
   * @throws ControllerException if the store could not be asked; it may be done all the same
   */
  public Container hold(ContainerId id) throws ControllerException {
    return changed(
        store.change(
            "hold",
            null,
            id,
            stored ->
                stored.container().onHold()
                    ? stored
                    : stored.withPriority(-stored.container().priority()),
            Attempts.Note.NONE));
  }

  /**
   * Releases a container that is on hold, with the priority that it had before {@link #hold}; 1
   * where it had none. One that is not on hold stays as it is.
   *
   * @param id which
   * @return the container afterwards
   * @throws ConflictException if there is no such container
   * @throws ControllerException if the store could not be asked; it may be done all the same
   */
  public Container release(ContainerId id) throws ControllerException {
    return changed(
        store.change(
            "release",
            null,
            id,
            stored -> {
              long held = stored.container().priority();
              return held > 0
                  ? stored
                  : stored.withPriority(
                      held == 0 ? 1 : held == Long.MIN_VALUE ? Long.MAX_VALUE : -held);
            },
            Attempts.Note.NONE));
  }

  private Container changed(Container container) {
    store.usersChanged();
    store.changed(container);
    return container;
  }
}
