package io.dispatchcloud.core.ssh;

import com.jcraft.jsch.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the SSH library has to say, at debug at most: a failure reaches the caller as an exception,
 * and is logged once, where it is handled.
 */
final class JschLog implements Logger {
  static final JschLog INSTANCE = new JschLog();

  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(JschLog.class);

  private JschLog() {}

  @Override
  public boolean isEnabled(int level) {
    return level > Logger.DEBUG ? LOG.isDebugEnabled() : LOG.isTraceEnabled();
  }

  @Override
  public void log(int level, String message) {
    if (level > Logger.DEBUG) {
      LOG.debug(message);
    } else {
      LOG.trace(message);
    }
  }
}
