package io.dispatchcloud.test.kit;

/** What can be made to go wrong at a provider, for the tests of SET-4 and of closing. */
public enum Fault {
  /** Creates are refused because there are too many calls. */
  CREATES_RATE_LIMITED,
  /** Listings are refused because there are too many calls. */
  LISTINGS_RATE_LIMITED,
  /** The account may have no more instances. */
  QUOTA_REACHED,
  /** There is no room for the type. */
  NO_CAPACITY_FOR_TYPE,
  /** There is no room for any type of the type's quota group. */
  NO_CAPACITY_IN_GROUP,
  /** There is no room at all. */
  NO_CAPACITY,
  /** Creates fail for a reason that has no type of its own; nothing is made. */
  CREATES_FAIL,
  /** Creates make the instance, but their answer never comes, or is a failure. */
  CREATE_ANSWERS_LOST,
  /** Listings fail. */
  LISTINGS_FAIL,
  /** Listings fail after their first page; with more instances than one page holds. */
  LISTINGS_BREAK_OFF,
  /** Destroys fail; nothing is destroyed. */
  DESTROYS_FAIL,
  /** Tags can't be set; none is. */
  TAGGING_FAILS,
  /** Calls reach the provider, and get no answer while this lasts. */
  CALLS_HANG
}
