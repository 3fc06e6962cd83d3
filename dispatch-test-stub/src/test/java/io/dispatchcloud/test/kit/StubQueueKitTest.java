package io.dispatchcloud.test.kit;

import io.dispatchcloud.api.queue.AttemptLimits;
import io.dispatchcloud.test.stub.StubQueue;
import org.junit.jupiter.api.DisplayName;

@DisplayName("CTR-1 CTR-3 CTR-4 CTR-7 QUEUE-3 QUEUE-7 STUB-2 the stub queue passes the kit")
class StubQueueKitTest extends ContainerControllerKit {
  @Override
  protected StoreEnvironment environment() {
    return new MemoryStore(claims(), StubQueue::new);
  }

  @Override
  protected StoreClaims claims() {
    return StoreClaims.builder()
        .claim(StoreClaim.TELLS_CHANGES, StoreClaim.TELLS_COSTS)
        .limits(new AttemptLimits(3, 1))
        .build();
  }
}
