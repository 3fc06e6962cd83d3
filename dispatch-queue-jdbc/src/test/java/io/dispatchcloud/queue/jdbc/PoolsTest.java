package io.dispatchcloud.queue.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.dispatchcloud.api.config.Secret;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The connections that a store makes by itself")
class PoolsTest {
  @Test
  @DisplayName("CTR-7 what H2 says is done is in its file: a process that is killed loses nothing")
  void lasting(@TempDir Path folder) throws Exception {
    assertThat(writeDelay("jdbc:h2:file:" + folder.resolve("own"))).isEqualTo("0");
    assertThat(writeDelay("jdbc:h2:file:" + folder.resolve("told") + ";write_delay=20"))
        .as("who says otherwise is taken at his word")
        .isEqualTo("20");
  }

  private static String writeDelay(String url) throws Exception {
    try (HikariDataSource pool = Pools.open(url, "", Secret.of(""));
        Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT setting_value FROM information_schema.settings"
                    + " WHERE setting_name = 'WRITE_DELAY'")) {
      assertThat(found.next()).isTrue();
      return found.getString(1);
    }
  }
}
