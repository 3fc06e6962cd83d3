package io.dispatchcloud.test.kit;

/** What can be wrong with a store, and which test of the kit has to find it. */
enum StoreFlaw {
  NONE(""),
  LOCKS_WHAT_IS_LOCKED("CTR-1.2"),
  UNTYPED_CONFLICTS("CTR-1.3"),
  CONFLICTS_THAT_TELL_NOTHING("CTR-1.3"),
  SECRETS_IN_REFUSALS("CTR-1.15"),
  CHECKS_AND_THEN_LOCKS("CTR-1.16"),
  COUNTS_EVERY_UNLOCK("CTR-3.2"),
  COUNTS_NO_FAILED_START("CTR-3.1"),
  QUEUES_WHAT_IS_HELD("CTR-4.1"),
  STARTS_WHAT_IS_HELD("CTR-4.3"),
  FORGETS_LABELS("CTR-6.1"),
  LOSES_THE_ENVIRONMENT("CTR-6.2"),
  IGNORES_ATTEMPTS("CTR-7.2"),
  STARTS_ON_TWO_INSTANCES("CTR-7.3"),
  COUNTS_NO_LOSS("CTR-7.5"),
  FORGETS_PRICES("CTR-7.18"),
  LISTS_WITHOUT_COSTS("CTR-7.21"),
  THE_LAST_RESULT_STAYS("POOL-23.1"),
  CUTS_OUTPUT("POOL-23.4"),
  LISTS_WHAT_OTHERS_LOCKED("QUEUE-3.2"),
  LISTS_BY_ID("QUEUE-3.4"),
  ONLY_THE_FIRST_PAGE("QUEUE-3.6"),
  PAGES_BY_PLACE("QUEUE-3.7"),
  FINDS_ONLY_WHAT_WAITS("QUEUE-3.8"),
  NEVER_TELLS("QUEUE-5.1"),
  TELLS_AFTER_THE_END("QUEUE-5.2"),
  TWO_HOLDERS("QUEUE-7.2"),
  RENEWS_NOTHING("QUEUE-7.4"),
  IGNORES_FENCES("QUEUE-7.8"),
  RELEASES_NOTHING("QUEUE-7.11"),
  RELEASES_FOR_ANYONE("QUEUE-7.13");

  private final String foundBy;

  StoreFlaw(String foundBy) {
    this.foundBy = foundBy;
  }

  /** The number of the test that must fail. */
  String foundBy() {
    return foundBy;
  }
}
