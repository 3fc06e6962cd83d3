package io.dispatchcloud.driver.local;

import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceSet;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A process that serves an instance, says so in a file, and waits to be killed. */
final class CrashingProcess {
  private CrashingProcess() {}

  /** Takes the directory, and the public key to let in. */
  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    InstanceSet set =
        new LocalDriver().open(Machine.context("set", Map.of("directory", directory.toString())));
    Instance instance =
        set.create(
            new CreateRequest(Machine.TYPE, "", Map.of("key", "value"), "", arguments[1], "token"));
    Path ready = directory.resolve("ready");
    Files.writeString(directory.resolve("ready.new"), instance.address().orElseThrow());
    Files.move(directory.resolve("ready.new"), ready);
    // Until whoever started this goes away, if it does not kill this first.
    System.in.transferTo(OutputStream.nullOutputStream());
  }
}
