package io.dispatchcloud.queue.jdbc;

import io.dispatchcloud.test.kit.ContainerControllerKit;
import io.dispatchcloud.test.kit.StoreClaim;
import io.dispatchcloud.test.kit.StoreClaims;
import io.dispatchcloud.test.kit.StoreEnvironment;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("CTR-1 CTR-3 CTR-4 CTR-7 QUEUE-3 QUEUE-7 a store in an H2 file passes the kit")
class FileKitTest extends ContainerControllerKit {
  @TempDir private Path directory;

  @Override
  protected StoreEnvironment environment() throws Exception {
    String schema = Server.newSchema();
    return new JdbcEnvironment("jdbc:h2:file:" + directory.resolve(schema), "", schema);
  }

  @Override
  protected StoreClaims claims() {
    return StoreClaims.builder().claim(StoreClaim.TELLS_CHANGES, StoreClaim.TELLS_COSTS).build();
  }
}
