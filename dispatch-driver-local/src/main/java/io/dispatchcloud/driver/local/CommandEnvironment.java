package io.dispatchcloud.driver.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the commands of an instance find in their environment, and nothing else. */
final class CommandEnvironment {
  /** The variable by which everything that an instance started is known again. */
  static final String MARKER = "DISPATCH_LOCAL_INSTANCE";

  private static final String DEFAULT_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private CommandEnvironment() {}

  static String user() {
    return System.getProperty("user.name", "dispatch");
  }

  /** The marker as it stands in an environment: {@code NAME=value}. */
  static String marker(InstanceDirectory instance) {
    return MARKER + "=" + markerValue(instance);
  }

  private static String markerValue(InstanceDirectory instance) {
    return instance.id() + "@" + instance.path();
  }

  /** A shell that is about to start in the instance's home, in a session of its own. */
  static ProcessBuilder shell(InstanceDirectory instance, String... arguments) {
    List<String> words = new ArrayList<>(OwnSession.prefix());
    words.add("/bin/sh");
    words.addAll(List.of(arguments));
    Path home = instance.home();
    ProcessBuilder builder = new ProcessBuilder(words).directory(home.toFile());
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.put("PATH", inherited("PATH", DEFAULT_PATH));
    environment.put("HOME", home.toString());
    environment.put("USER", user());
    environment.put("LANG", "C.UTF-8");
    environment.put(MARKER, markerValue(instance));
    String temporary = inherited("TMPDIR", "");
    if (!temporary.isEmpty()) {
      environment.put("TMPDIR", temporary);
    }
    return builder;
  }

  private static String inherited(String name, String otherwise) {
    String value = System.getenv(name);
    return value == null || value.isEmpty() ? otherwise : value;
  }
}
