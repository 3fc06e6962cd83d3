package io.dispatchcloud.test.sim;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Everything that can go wrong in a simulated world. */
public enum Fault {
  /** A create fails, and nothing is made. */
  CREATE_FAILS(Unit.CHANCE, "a create fails, and nothing is made"),
  /** A create makes the instance, and its answer is lost. */
  CREATE_ANSWER_LOST(Unit.CHANCE, "a create makes the instance, and its answer is lost"),
  /** A create answers minutes later. */
  CREATE_SLOW(Unit.CHANCE, "a create answers minutes later"),
  /** A listing fails. */
  LISTING_FAILS(Unit.CHANCE, "a listing fails"),
  /** A listing answers late. */
  LISTING_SLOW(Unit.CHANCE, "a listing answers late"),
  /** A listing shows how things were a minute ago. */
  LISTING_STALE(Unit.CHANCE, "a listing shows how things were a while ago"),
  /** A listing lacks some instances. */
  LISTING_PARTIAL(Unit.CHANCE, "a listing lacks some instances"),
  /** A listing shows some instances twice. */
  LISTING_DUPLICATES(Unit.CHANCE, "a listing shows some instances twice"),
  /** A new instance is not listed for a while. */
  LISTING_LACKS_NEWEST(Unit.CHANCE, "a new instance is not listed for a while"),
  /** Changed tags show late. */
  TAGS_LATE(Unit.CHANCE, "changed tags show late"),
  /** Changed tags are lost, though the provider said that all is well. */
  TAGS_LOST(Unit.CHANCE, "changed tags are lost, though the answer was good"),
  /** A destroy fails. */
  DESTROY_FAILS(Unit.CHANCE, "a destroy fails"),
  /** A destroyed instance stays listed for minutes. */
  DESTROY_LINGERS(Unit.CHANCE, "a destroyed instance stays listed for minutes"),
  /** The provider asks for fewer calls. */
  RATE_LIMIT(Unit.CHANCE, "the provider asks for fewer calls"),
  /** For minutes the account may have no more instances. */
  QUOTA(Unit.PER_HOUR, "for minutes the account may have no more instances"),
  /** For minutes there is no room for one instance type. */
  CAPACITY_TYPE(Unit.PER_HOUR, "for minutes there is no room for one instance type"),
  /** For minutes there is no room for a whole quota group. */
  CAPACITY_GROUP(Unit.PER_HOUR, "for minutes there is no room for a quota group"),
  /** For minutes there is no room for anything. */
  CAPACITY_ZONE(Unit.PER_HOUR, "for minutes there is no room in the zone"),
  /** An instance boots slowly. */
  BOOT_SLOW(Unit.CHANCE, "an instance boots slowly"),
  /** An instance never comes up. */
  BOOT_NEVER(Unit.CHANCE, "an instance never comes up"),
  /** An instance's address is known late. */
  ADDRESS_LATE(Unit.CHANCE, "an instance's address is known late"),
  /** An instance's address changes. */
  ADDRESS_CHANGES(Unit.PER_HOUR, "an instance's address changes"),
  /** A connection is refused. */
  SSH_REFUSED(Unit.CHANCE, "a connection is refused"),
  /** A command hangs until its time is over. */
  SSH_HANGS(Unit.CHANCE, "a command hangs until its time is over, and was not done"),
  /** The connection goes before the command is done. */
  SSH_DROPPED_UNDONE(Unit.CHANCE, "the connection goes, and the command was not done"),
  /** The connection goes after the command is done. */
  SSH_DROPPED_DONE(Unit.CHANCE, "the connection goes, and the command was done"),
  /** The connection goes, and the command is done some time later. */
  SSH_DROPPED_DONE_LATER(Unit.CHANCE, "the connection goes, and the command is done later"),
  /** Another host answers at an instance's address for a while. */
  HOST_KEY_CHANGED(Unit.PER_HOUR, "for a while another host answers at an instance's address"),
  /** The runner's program vanishes from an instance. */
  RUNNER_MISSING(Unit.PER_HOUR, "the runner's program vanishes from an instance"),
  /** The runner crashes before it has started what it was asked to. */
  RUNNER_CRASHES_BEFORE(Unit.CHANCE, "the runner crashes before it starts a container"),
  /** The runner crashes after it reported a container as running; the container goes with it. */
  RUNNER_CRASHES_AFTER(Unit.CHANCE, "the runner crashes while a container runs, without a result"),
  /** A container's supervisor dies, and the container keeps its lock. */
  LOCK_STUCK(Unit.CHANCE, "a container's supervisor dies, and the container keeps the lock"),
  /** An instance dies, with all that runs there. */
  VM_DIES(Unit.PER_HOUR, "an instance dies"),
  /** An instance is cut off for minutes, and back with its containers still running. */
  VM_CUT_OFF(Unit.PER_HOUR, "an instance is cut off for minutes; what runs there goes on"),
  /** A preemptible instance is taken away, two minutes after a notice. */
  SPOT_RECLAIM(Unit.PER_HOUR, "a preemptible instance is taken away, after a notice"),
  /** An instance's disk is full: its runner says that it is broken. */
  DISK_FULL(Unit.PER_HOUR, "an instance's disk is full: the runner says that it is broken"),
  /** The store answers slowly. */
  STORE_SLOW(Unit.CHANCE, "the store answers slowly"),
  /** The store answers 503. */
  STORE_OVERLOADED(Unit.CHANCE, "the store says that it is overloaded, and has done nothing"),
  /** The store does not answer in time, and has done nothing. */
  STORE_UNDONE(Unit.CHANCE, "the store does not answer in time, and has done nothing"),
  /** The store does not answer in time, after it did what was asked. */
  STORE_DONE(Unit.CHANCE, "the store does not answer in time, after it did what was asked"),
  /** For seconds to a minute a dispatcher does not reach the store. */
  STORE_CUT_OFF(Unit.PER_HOUR, "for up to a minute a dispatcher does not reach the store"),
  /** Somebody cancels a container. */
  USER_CANCELS(Unit.PER_HOUR, "somebody cancels a container"),
  /** Somebody changes a container's priority, or holds or releases it. */
  USER_CHANGES_PRIORITY(Unit.PER_HOUR, "somebody changes a priority, holds or releases"),
  /** Somebody deletes a container from the store. */
  USER_DELETES(Unit.PER_HOUR, "somebody deletes a container"),
  /** The dispatcher dies between two steps; another takes over. */
  DISPATCHER_DIES(Unit.PER_HOUR, "the dispatcher dies; another takes over"),
  /** A second dispatcher stands by, and for a moment both believe that they are the active one. */
  DISPATCHER_DOUBLED(Unit.PER_HOUR, "a second dispatcher stands by while the first is stopped"),
  /** A dispatcher's clock is too fast or too slow. */
  CLOCK_DRIFTS(Unit.CHANCE, "a dispatcher's clock is too fast or too slow"),
  /** A dispatcher's machine is suspended for a while. */
  CLOCK_JUMPS(Unit.PER_HOUR, "a dispatcher's machine is suspended; its clock goes on, or not");

  /** What a rate counts. */
  public enum Unit {
    /** How probable it is each time that it could happen: 0 to 1. */
    CHANCE,
    /**
     * How often it happens in an hour: of an instance's life, of a dispatcher's, or of the world's;
     * 0 to 3,600.
     */
    PER_HOUR
  }

  private static final double A_SECOND = 3_600;

  private final Unit unit;
  private final String description;

  Fault(Unit unit, String description) {
    this.unit = unit;
    this.description = description;
  }

  /**
   * Its name in texts and on command lines.
   *
   * @return the name in small letters with hyphens
   */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * What its rate counts.
   *
   * @return the unit
   */
  public Unit unit() {
    return unit;
  }

  /**
   * What happens, for people.
   *
   * @return one line
   */
  public String description() {
    return description;
  }

  double rateMax() {
    return unit == Unit.CHANCE ? 1 : A_SECOND;
  }

  /**
   * Finds a fault by its name.
   *
   * @param word the name, in small letters with hyphens
   * @return the fault
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Fault of(String word) {
    List<String> words = Arrays.stream(values()).map(Fault::word).toList();
    int index = words.indexOf(word);
    if (index < 0) {
      throw new IllegalArgumentException(
          "fault: '" + word + "'; expected one of " + String.join(", ", words));
    }
    return values()[index];
  }
}
