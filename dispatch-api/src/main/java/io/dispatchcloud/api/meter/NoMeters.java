package io.dispatchcloud.api.meter;

import java.time.Duration;
import java.util.Map;

/** Meters for those who want none. */
enum NoMeters implements Meters {
  INSTANCE;

  @Override
  public void count(String name, Map<String, String> tags, double amount) {}

  @Override
  public void time(String name, Map<String, String> tags, Duration duration) {}

  @Override
  public void gauge(String name, Map<String, String> tags, double value) {}
}
