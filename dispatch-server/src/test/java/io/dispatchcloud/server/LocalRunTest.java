package io.dispatchcloud.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small jobs on local instances: what comes out when something goes wrong on the way. */
class LocalRunTest {
  @TempDir private Path folder;

  @Test
  void aContainerThatFailsIsNamedAndItsOutputIsThere() throws Exception {
    Program program =
        run(
            """
              - id: good
                command: echo fine
                needs: { vcpus: 1, ram: 64MiB }
              - id: bad
                command: "printf 'half a line'; echo oh no >&2; exit 3"
                needs: { vcpus: 1, ram: 64MiB }
            finally:
              command: cut -f 1,2 containers.tsv
            """);

    program
        .endsWith(1)
        .complains("bad failed: exit status 3")
        .says("2 containers: 1 done, 1 failed;");
    assertThat(out("good/stdout")).hasContent("fine");
    assertThat(out("bad/stdout")).hasContent("half a line");
    assertThat(out("bad/stderr")).hasContent("oh no");
    assertThat(out("finally.stdout")).hasContent("container\tend\ngood\t0\nbad\t3");
    assertNothingIsLeft();
  }

  @Test
  void aLastStepThatFailsCounts() throws Exception {
    run("""
              - id: good
                command: echo fine
                needs: { vcpus: 1, ram: 64MiB }
            finally:
              command: "echo no report >&2; exit 9"
            """)
        .endsWith(1)
        .complains("finally: exit status 9: no report")
        .says("1 containers: 1 done, 0 failed;");
  }

  @Test
  void bytesArriveAsTheyWereWritten() throws Exception {
    run("""
              - id: bytes
                command: "printf '\\\\000\\\\377\\\\r\\\\n'; head -c 300000 /dev/zero"
                needs: { vcpus: 1, ram: 64MiB }
            """)
        .endsWith(0);

    byte[] bytes = Files.readAllBytes(out("bytes/stdout"));
    assertThat(bytes).hasSize(300_004).startsWith(0, 0xFF, '\r', '\n');
  }

  @Test
  void aSignalKillsWhatRunsAndTellsHowFarItCame() throws Exception {
    long self = ProcessHandle.current().pid();
    Program program =
        run(
            """
              - id: sleeper
                command: "echo $$ > %s; exec sleep 600"
                needs: { vcpus: 1, ram: 64MiB }
              - id: stopper
                command: "until [ -s %s ]; do sleep 0.1; done; sleep 2; kill -TERM %d; exec sleep 600"
                needs: { vcpus: 1, ram: 64MiB }
            finally:
              command: touch finally-ran
            """
                .formatted(folder.resolve("pid"), folder.resolve("pid"), self));

    program.endsWith(143).complains("stopping: ").says("sleeper: stopped by a signal");
    long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(out("finally-ran")).doesNotExist();
    assertNothingIsLeft();
  }

  @Test
  void aProviderThatRefusesIsToldWithoutAStackTrace() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("job.yaml"),
            """
            driver: pretend
            driverParameters: { region: here }
            instanceTypes: { small: { vcpus: 1, ram: 1GiB, price: 0.05 } }
            reserveExtraRam: 0B
            containers:
              - { id: a, command: ls, needs: { vcpus: 1, ram: 1MiB } }
            """);

    Program.run("run", file.toString(), "-o", folder.resolve("out").toString())
        .endsWith(1)
        .complains("error: ", "could not start: the provider is closed today");
  }

  private Program run(String rest) throws IOException {
    String head =
        """
        driver: local
        driverParameters: { directory: %s }
        instanceTypes:
          small: { vcpus: 2, ram: 1GiB, price: 0.05 }
        pollInterval: 1s
        probeInterval: 1s
        syncInterval: 1s
        timeoutShutdown: 2s
        goneAfter: 3s
        reserveExtraRam: 0B
        containers:
        """
            .formatted(folder.resolve("instances"));
    Path file = Files.writeString(folder.resolve("job.yaml"), head + rest);
    return Program.run("run", file.toString(), "-o", folder.resolve("out").toString());
  }

  private Path out(String name) {
    return folder.resolve("out").resolve(name);
  }

  private void assertNothingIsLeft() throws IOException {
    try (Stream<Path> left = Files.walk(folder.resolve("instances"), 2)) {
      assertThat(left.skip(2).map(path -> path.getFileName().toString())).containsExactly("lock");
    }
  }
}
