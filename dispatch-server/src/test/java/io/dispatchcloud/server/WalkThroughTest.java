package io.dispatchcloud.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page of the store in a database says, done as it says, but for its address. */
class WalkThroughTest {
  private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
  private static final Path PAGE =
      Path.of(System.getProperty("dispatch.root"), "dispatch-queue-jdbc", "README.md");

  @TempDir private Path folder;

  @Test
  @DisplayName("QUEUE-7 one process submits, another runs, a third watches")
  void threeProcesses() throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.builder().start()) {
      String url = server.getJdbcUrl("postgres", "postgres").replaceFirst("\\?.*", "");
      String script =
          BLOCK
              .matcher(Files.readString(PAGE))
              .results()
              .map(found -> found.group(1))
              .collect(Collectors.joining("\n", "set -eu\n", ""))
              .replace("jdbc:postgresql://db.example/work", url)
              .replace("DISPATCH_STORE_USER=dispatch", "DISPATCH_STORE_USER=postgres");
      assertThat(script).contains("dispatch submit", "dispatch serve", "dispatch wait", url);
      Files.writeString(folder.resolve("password"), "postgres\n");

      String said = run(script);

      assertThat(said)
          .contains("2 new, 0 already there", "0 new, 2 already there")
          .contains("2 done, 0 failed, 0 not ended", "container    frame-2", "sh -c 'echo two'")
          .contains("\ntwo\n");
      assertThat(Files.readString(folder.resolve("serve.log")))
          .contains("this is the active dispatcher now", "no instance is left", "stopped")
          .doesNotContain("ERROR");
    }
  }

  private String run(String script) throws Exception {
    Path program = Files.createDirectory(folder.resolve("bin")).resolve("dispatch");
    Files.writeString(
        program,
        """
        #!/bin/sh
        exec "%s/bin/java" -XX:TieredStopAtLevel=1 -cp "%s" %s "$@"
        """
            .formatted(
                System.getProperty("java.home"),
                System.getProperty("java.class.path"),
                Main.class.getName()));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", script)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().merge("PATH", program.getParent() + ":", (path, ours) -> ours + path);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(4, TimeUnit.MINUTES)).as("it ends").isTrue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    return Files.readString(output);
  }
}
