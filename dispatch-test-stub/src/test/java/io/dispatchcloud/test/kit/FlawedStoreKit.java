package io.dispatchcloud.test.kit;

import java.time.Duration;

/** The kit, extended for a store that has something wrong; run by the test that sets what. */
final class FlawedStoreKit extends ContainerControllerKit {
  static volatile StoreFlaw flaw = StoreFlaw.NONE;
  static volatile StoreClaims claims = all();

  static StoreClaims all() {
    return StoreClaims.builder().claim(StoreClaim.TELLS_CHANGES, StoreClaim.TELLS_COSTS).build();
  }

  @Override
  protected StoreEnvironment environment() {
    return new MemoryStore(claims, store -> new FlawedStore(store, flaw));
  }

  @Override
  protected StoreClaims claims() {
    return claims;
  }

  @Override
  protected Duration patience() {
    // Without a flaw, a busy machine is no failure.
    return flaw == StoreFlaw.NONE ? Duration.ofMinutes(1) : Duration.ofMillis(500);
  }

  @Override
  protected Duration testLimit() {
    return flaw == StoreFlaw.NONE ? Duration.ofMinutes(2) : Duration.ofSeconds(20);
  }
}
