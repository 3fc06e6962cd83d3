package io.dispatchcloud.queue.jdbc;

import io.dispatchcloud.api.queue.ContainerController;
import io.dispatchcloud.test.kit.ContainerControllerKit;
import io.dispatchcloud.test.kit.StoreClaim;
import io.dispatchcloud.test.kit.StoreClaims;
import io.dispatchcloud.test.kit.StoreEnvironment;
import org.junit.jupiter.api.DisplayName;

@DisplayName("CTR-1 CTR-3 CTR-4 CTR-7 QUEUE-3 QUEUE-7 a store in PostgreSQL passes the kit")
class PostgresKitTest extends ContainerControllerKit {
  @Override
  protected StoreEnvironment environment() throws Exception {
    return JdbcEnvironment.postgres();
  }

  @Override
  protected StoreClaims claims() {
    return StoreClaims.builder()
        .claim(
            StoreClaim.SHARED_BETWEEN_PROCESSES, StoreClaim.TELLS_CHANGES, StoreClaim.TELLS_COSTS)
        .build();
  }

  @Override
  protected ContainerController attach(String location) throws Exception {
    return JdbcEnvironment.attach(location);
  }
}
