package io.dispatchcloud.queue.jdbc;

import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.OverloadException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.Set;

/**
 * What a failure of the database means. Its texts are not passed on, but for those about
 * connections: databases like to quote the row that they did not take, and rows hold secrets.
 */
final class SqlTrouble {
  /** The state that stands for a store that was closed here. */
  static final String CLOSED = "99000";

  private static final int H2_ALREADY_OPEN = 90020;
  private static final int H2_BROKEN = 90067;
  private static final int H2_CLOSED = 90098;
  private static final int H2_CLOSED_AT_SHUTDOWN = 90121;
  private static final Set<Integer> H2_GONE = Set.of(H2_BROKEN, H2_CLOSED, H2_CLOSED_AT_SHUTDOWN);

  /**
   * Not now, but maybe soon: serialization failure, deadlock, too many connections, cancelled, shut
   * down, crashed, starting up, a standby that takes no writes, a lock that took too long, a pause
   * in a transaction that did.
   */
  private static final Set<String> REFUSED = Set.of("40001", "40P01", "55P03", "57014");

  private static final Set<String> PASSING =
      Set.of(
          "40001", "40P01", "53300", "57014", "57P01", "57P02", "57P03", "25006", "55P03", "HYT00",
          "25P02", "25P03");

  /** Of these: too many connections, shut down, crashed, starting up. */
  private static final Set<String> AWAY = Set.of("53300", "57P01", "57P02", "57P03");

  private static final String TOO_MANY_CONNECTIONS = "53300";

  private SqlTrouble() {}

  private static String state(SQLException e) {
    return e.getSQLState() == null ? "" : e.getSQLState();
  }

  /** Whether trying again, on another connection, may help. */
  static boolean passes(SQLException e) {
    return isAboutConnection(e) || PASSING.contains(state(e));
  }

  /** Whether all connections of a pool are in use, which has some, and could make none in vain. */
  private static boolean isExhausted(SQLException e) {
    return e instanceof SQLTransientConnectionException
        && e.getCause() == null
        && !String.valueOf(e.getMessage()).contains("total=0");
  }

  /** Whether the server is not there, or lets nobody in at the moment. */
  private static boolean isUnreachable(SQLException e) {
    return isAboutConnection(e) || AWAY.contains(state(e));
  }

  /** Whether the server itself refused, so that nothing was done. */
  static boolean isRefused(SQLException e) {
    return REFUSED.contains(state(e));
  }

  /** Whether a row with this key was there already. */
  static boolean isDuplicate(SQLException e) {
    return state(e).equals("23505");
  }

  /** Whether there was no connection, or none any more: the database itself said nothing. */
  static boolean isAboutConnection(SQLException e) {
    return e instanceof SQLTransientException
        || e instanceof SQLRecoverableException
        || state(e).startsWith("08")
        || H2_GONE.contains(e.getErrorCode());
  }

  /**
   * The failure of a call for its caller. Where all connections of a pool are in use, the database
   * has too much to do, or it hangs and each of them waits for it: whether it answered anybody
   * tells the one from the other.
   *
   * @param answers whether it answered somebody while the call waited
   */
  static ControllerException told(String what, SQLException e, boolean answers) {
    if (state(e).equals(TOO_MANY_CONNECTIONS)) {
      return new OverloadException(what + ": the database has too many connections");
    }
    if (isExhausted(e)) {
      String inUse = what + ": all connections to the database were in use for too long";
      return answers
          ? new OverloadException(inUse)
          : new UnreachableException(inUse + ", and it answered none of them", e);
    }
    return told(what, e);
  }

  /**
   * The failure for who opens a store: without the database's own words where those may tell
   * secrets. Nothing runs yet that could be too much for it.
   */
  static ControllerException told(String what, SQLException e) {
    String state = state(e);
    boolean harmless =
        isAboutConnection(e)
            || state.equals(CLOSED)
            || state.startsWith("28")
            || state.startsWith("3D")
            || state.startsWith("57")
            || e.getErrorCode() == H2_ALREADY_OPEN;
    String words =
        harmless ? ": " + String.valueOf(e.getMessage()).lines().findFirst().orElse("") : "";
    String text = "SQL state '" + state + "', code " + e.getErrorCode() + words;
    SQLException cause = new SQLException(text, e.getSQLState(), e.getErrorCode());
    cause.setStackTrace(e.getStackTrace());
    return isUnreachable(e)
        ? new UnreachableException(what + ": " + text, cause)
        : new ControllerException(what + ": " + text, cause);
  }
}
