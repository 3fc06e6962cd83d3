package io.dispatchcloud.test.kit;

import org.junit.jupiter.api.DisplayName;

@DisplayName("CTR-1 CTR-3 CTR-4 CTR-7 QUEUE-3 QUEUE-7 the store in memory passes the kit")
class InMemoryControllerKitTest extends ContainerControllerKit {
  @Override
  protected StoreEnvironment environment() {
    return new MemoryStore(claims(), store -> store);
  }

  @Override
  protected StoreClaims claims() {
    return StoreClaims.builder().claim(StoreClaim.TELLS_CHANGES, StoreClaim.TELLS_COSTS).build();
  }
}
