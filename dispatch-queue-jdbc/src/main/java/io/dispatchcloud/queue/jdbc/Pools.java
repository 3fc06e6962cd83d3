package io.dispatchcloud.queue.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.dispatchcloud.api.config.Secret;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/** Makes a pool of connections where only an address is known. */
final class Pools {
  private static final String POSTGRESQL = "jdbc:postgresql:";
  private static final String H2 = "jdbc:h2:";
  private static final int CONNECTIONS = 10;
  private static final Duration LEASE_PATIENCE = Duration.ofSeconds(2);

  private Pools() {}

  // Also one before the host, and one for a key: the driver takes neither, and would quote them.
  private static final Pattern PASSWORD =
      Pattern.compile("[?&;]\\s*\\w*password\\s*=|//[^/?]*@", Pattern.CASE_INSENSITIVE);

  static void check(String url) {
    if (!url.startsWith(POSTGRESQL) && !url.startsWith(H2)) {
      throw new IllegalArgumentException(
          "url: '"
              + url.replaceFirst("[?;@].*", "...")
              + "'; expected one that begins with "
              + POSTGRESQL
              + " or "
              + H2);
    }
    if (PASSWORD.matcher(url).find()) {
      throw new IllegalArgumentException(
          "url: '" + Secret.MASK + "'; expected none with a password, which has its own place");
    }
  }

  /** For all but leases. */
  static HikariDataSource open(String url, String user, Secret password) {
    HikariConfig config = config(url, user, password);
    config.setPoolName("dispatch");
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(1);
    // Opening says why it can't connect, rather than the pool that it had no connection in time.
    config.setInitializationFailTimeout(1);
    return new HikariDataSource(config);
  }

  /**
   * For leases: one connection, made when it is first asked for. However many others wait for the
   * database, a lease is renewed in time (QUEUE-7).
   */
  static HikariDataSource openForLeases(String url, String user, Secret password) {
    HikariConfig config = config(url, user, password);
    config.setPoolName("dispatch-lease");
    // A connection that died without a word must not take the lease's whole time: there is no
    // other.
    config.setConnectionTimeout(LEASE_PATIENCE.toMillis());
    config.setValidationTimeout(1_000);
    if (url.startsWith(POSTGRESQL)) {
      String seconds = Long.toString(LEASE_PATIENCE.toSeconds());
      config.addDataSourceProperty("connectTimeout", seconds);
      config.addDataSourceProperty("socketTimeout", seconds);
    }
    config.setMaximumPoolSize(1);
    config.setMinimumIdle(0);
    config.setInitializationFailTimeout(-1);
    // Made with a configuration, it would begin at once, also for those that never lead.
    HikariDataSource pool = new HikariDataSource();
    config.copyStateTo(pool);
    return pool;
  }

  private static HikariConfig config(String url, String user, Secret password) {
    check(url);
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(lasting(url));
    config.setUsername(user);
    config.setPassword(password.reveal());
    config.setConnectionTimeout(5_000);
    config.setValidationTimeout(3_000);
    if (url.startsWith(POSTGRESQL)) {
      config.addDataSourceProperty("ApplicationName", "dispatch");
      config.addDataSourceProperty("connectTimeout", "5");
      config.addDataSourceProperty("socketTimeout", "30");
      config.addDataSourceProperty("tcpKeepAlive", "true");
      config.addDataSourceProperty("reWriteBatchedInserts", "true");
      // The server's details quote rows, and rows hold secrets.
      config.addDataSourceProperty("logServerErrorDetail", "false");
    }
    return config;
  }

  /**
   * By itself H2 says that something is done up to half a second before it is in its file: a
   * process that is killed in between would issue an attempt twice (CTR-7).
   */
  private static String lasting(String url) {
    boolean settled = url.toUpperCase(Locale.ROOT).contains(";WRITE_DELAY=");
    return url.startsWith(H2) && !settled ? url + ";WRITE_DELAY=0" : url;
  }
}
