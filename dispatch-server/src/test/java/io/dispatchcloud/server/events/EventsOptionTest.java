package io.dispatchcloud.server.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.server.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The option --events of commands that dispatch. */
class EventsOptionTest {
  @TempDir private Path folder;

  private Program run(String events) throws Exception {
    Path job = folder.resolve("job.yaml");
    Files.writeString(
        job,
        """
        driver: local
        driverParameters: { directory: "%s" }
        instanceTypes: { small: { vcpus: 2, ram: 1GiB, price: 0.05 } }
        pollInterval: 1s
        probeInterval: 1s
        syncInterval: 1s
        timeoutShutdown: 2s
        goneAfter: 3s
        reserveExtraRam: 0B
        containers:
          - { id: good, command: "true", needs: { vcpus: 1, ram: 64MiB } }
          - { id: bad, command: "exit 3", needs: { vcpus: 1, ram: 64MiB } }
        """
            .formatted(folder.resolve("instances")));
    String out = folder.resolve("out").toString();
    return Program.run("run", job.toString(), "-o", out, "--no-progress", "--events", events);
  }

  @Test
  void aRunLeavesALogThatTellsHowAllEnded() throws Exception {
    Path file = folder.resolve("events");

    run(file.toString()).endsWith(1);

    Rebuilt rebuilt = Rebuilt.from(file);
    assertThat(rebuilt.headers).isEqualTo(1);
    // The run ends when all are destroyed, which may be before the last is struck out.
    assertThat(rebuilt.machines.values())
        .allMatch(each -> each.toString().endsWith("shutdown drain []"));
    assertThat(rebuilt.works.toString()).isEqualTo("{bad=complete 1, good=complete 1}");
    assertThat(Files.readString(file)).contains("\"detail\":\"exit status 3\"");
  }

  @Test
  void aFileThatCantBeWrittenToIsRefusedBeforeAnythingIsDone() throws Exception {
    run(folder.resolve("none/events").toString())
        .endsWith(2)
        .complains("--events: '", "none/events'; expected a file that can be written to: no such");
    assertThat(folder.resolve("instances")).doesNotExist();
  }
}
