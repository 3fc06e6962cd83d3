package io.dispatchcloud.core.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The podman of this machine, and an image that is made here: no registry is asked for anything.
 */
final class Podman {
  static final String IMAGE = "localhost/bb:1";

  /** What it takes on a machine with version 1 of cgroups. */
  private static final List<String> GLOBAL =
      List.of("--runtime", "runc", "--cgroup-manager=cgroupfs");

  private static final List<String> OF_RUN =
      List.of(
          "--network=none",
          "--pull=never",
          "--ulimit",
          "nofile=1024:1024",
          "--ulimit",
          "nproc=1024:1024");

  private Podman() {}

  /** Makes the image if it is not there: busybox, and nothing else. */
  static void makeImage(Path directory) throws IOException {
    assertThat(System.getProperty("user.name")).as("podman is tried as root").isEqualTo("root");
    RunnerProgramFixture.needed("runc");
    if (run("image", "exists", IMAGE).status() == 0) {
      return;
    }
    Path bin = Files.createDirectories(directory.resolve("image/bin"));
    Path busybox = Path.of(RunnerProgramFixture.needed("busybox"));
    Files.copy(busybox, bin.resolve("busybox"));
    RunnerMachine.Answer applets =
        RunnerMachine.answer(new ProcessBuilder(busybox.toString(), "--list").start());
    for (String applet : applets.lines()) {
      if (!applet.equals("busybox")) {
        Files.createSymbolicLink(bin.resolve(applet), Path.of("busybox"));
      }
    }
    for (String empty : List.of("dev", "etc", "proc", "sys", "tmp")) {
      Files.createDirectory(bin.resolveSibling(empty));
    }
    Path tar = directory.resolve("image.tar");
    Process pack =
        new ProcessBuilder("tar", "-C", bin.getParent().toString(), "-cf", tar.toString(), ".")
            .start();
    assertThat(RunnerMachine.answer(pack).stderr()).isEmpty();
    RunnerMachine.Answer made = run("import", tar.toString(), IMAGE);
    assertThat(made.status()).as(made.stderr()).isZero();
  }

  static RunnerMachine.Answer run(String... words) throws IOException {
    List<String> line = new ArrayList<>(List.of(RunnerProgramFixture.needed("podman")));
    line.addAll(GLOBAL);
    line.addAll(List.of(words));
    return RunnerMachine.answer(new ProcessBuilder(line).start());
  }

  /** The names of all containers that there are, whoever started them. */
  static Stream<String> names() throws IOException {
    return run("ps", "-a", "--format", "{{.Names}}").stdout().lines();
  }

  /** The beginning of a configuration, up to the command. */
  static String configuration(String image) {
    List<String> arguments = new ArrayList<>(GLOBAL);
    arguments.add("run");
    arguments.addAll(OF_RUN);
    return "{\"attempt\":1,\"engine\":\"podman\",\"image\":%s,\"engineArguments\":[%s]"
        .formatted(
            RunnerMachine.quoted(image),
            String.join(",", arguments.stream().map(RunnerMachine::quoted).toList()));
  }
}
