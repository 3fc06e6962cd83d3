package io.dispatchcloud.queue.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.queue.ContainerController;
import io.dispatchcloud.test.kit.ContainerControllerKit;
import io.dispatchcloud.test.kit.StoreClaim;
import io.dispatchcloud.test.kit.StoreClaims;
import io.dispatchcloud.test.kit.StoreEnvironment;
import java.sql.Connection;
import java.sql.DriverManager;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("system")
@DisplayName(
    "CTR-1 CTR-3 CTR-4 CTR-7 QUEUE-3 QUEUE-7 a store in Debian's PostgreSQL passes the kit")
class DebianKitTest extends ContainerControllerKit {
  @Override
  protected StoreEnvironment environment() throws Exception {
    return new JdbcEnvironment(DebianServer.url(), "postgres", Server.newSchema());
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

  @Test
  @DisplayName("CTR-1 which is an older one than the other tests have")
  void older() throws Exception {
    try (Connection connection = DriverManager.getConnection(DebianServer.url(), "postgres", "")) {
      assertThat(connection.getMetaData().getDatabaseMajorVersion()).isBetween(13, 17);
    }
  }
}
