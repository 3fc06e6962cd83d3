package io.dispatchcloud.queue.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;

/** Connections of which the next one breaks when it commits: before that, or after it. */
final class LossyDataSource extends PlainDataSource {
  /** When it breaks. */
  enum Break {
    NEVER,
    BEFORE_COMMIT,
    AFTER_COMMIT
  }

  private final String url;
  private final String user;
  private final AtomicReference<Break> next = new AtomicReference<>(Break.NEVER);

  LossyDataSource(String url, String user) {
    this.url = url;
    this.user = user;
  }

  void breakNext(Break when) {
    next.set(when);
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection real = DriverManager.getConnection(url, user, "");
    return (Connection)
        Proxy.newProxyInstance(
            LossyDataSource.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("commit")) {
                commit(real);
                return null;
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private void commit(Connection real) throws SQLException {
    Break when = next.getAndSet(Break.NEVER);
    if (when != Break.BEFORE_COMMIT) {
      real.commit();
    }
    if (when != Break.NEVER) {
      real.close();
      throw new SQLException("An I/O error occurred", "08006");
    }
  }
}
