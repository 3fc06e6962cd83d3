package io.dispatchcloud.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose end can't be written down. */
class RunEndTest {
  @TempDir private Path folder;

  @Test
  @DisplayName(
      "QUEUE-7 a run whose end can't be noted says where and what to do, and loses nothing")
  void cantBeNoted() throws Exception {
    Path out = folder.resolve("out");
    Path end = out.resolve("dispatch.store/ended");
    String job =
        """
        driver: local
        driverParameters: { directory: %s, maxInstances: 1 }
        instanceTypes: { small: { vcpus: 1, ram: 1GiB, price: 0.05 } }
        reserveExtraRam: 0B
        probeInterval: 1s
        syncInterval: 1s
        timeoutShutdown: 2s
        goneAfter: 3s
        containers:
          - { id: a, command: "echo once >> %s; mkdir %s", needs: { vcpus: 1, ram: 64MiB } }
        """
            .formatted(folder.resolve("instances"), folder.resolve("ran"), end);
    String file = Files.writeString(folder.resolve("job.yaml"), job).toString();

    Program.run("run", file, "-o", out.toString())
        .endsWith(1)
        .complains("error: ", end + " can't be written", "run the same again")
        .says("1 containers: 1 done, 0 failed");

    Files.delete(end);
    Program.run("run", file, "-o", out.toString())
        .endsWith(0)
        .complains("going on with the run", "1 of 1 containers have ended")
        .says("1 containers: 1 done, 0 failed");
    assertThat(folder.resolve("ran")).hasContent("once");
    assertThat(end).isRegularFile();
  }
}
