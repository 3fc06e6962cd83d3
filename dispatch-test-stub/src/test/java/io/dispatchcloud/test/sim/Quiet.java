package io.dispatchcloud.test.sim;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** Thousands of dispatchers that die and double have much to complain of. */
final class Quiet implements BeforeAllCallback {
  @Override
  public void beforeAll(ExtensionContext context) {
    if (LoggerFactory.getLogger("io.dispatchcloud.core") instanceof Logger logger) {
      logger.setLevel(Level.OFF);
    }
  }
}
