package io.dispatchcloud.test.kit;

import io.dispatchcloud.api.queue.ContainerController;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;

@DisplayName("CTR-1 CTR-7 QUEUE-3 QUEUE-7 a store that processes share passes the kit")
class JournalStoreKitTest extends ContainerControllerKit {
  static final StoreClaims CLAIMS =
      StoreClaims.builder()
          .claim(StoreClaim.SHARED_BETWEEN_PROCESSES, StoreClaim.TELLS_COSTS)
          .build();

  @Override
  protected StoreEnvironment environment() throws IOException {
    return new JournalEnvironment();
  }

  @Override
  protected StoreClaims claims() {
    return CLAIMS;
  }

  @Override
  protected ContainerController attach(String location) throws IOException {
    return new JournalStore(Path.of(location));
  }
}
