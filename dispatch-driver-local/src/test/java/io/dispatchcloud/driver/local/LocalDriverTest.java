package io.dispatchcloud.driver.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.api.cloud.Driver;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.cloud.QuotaGroup;
import io.dispatchcloud.api.config.ParameterException;
import io.dispatchcloud.api.config.Parameters;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LocalDriverTest {
  private Machine machine;

  @BeforeEach
  void start() throws Exception {
    machine = new Machine();
  }

  @AfterEach
  void end() throws Exception {
    machine.close();
  }

  private void assertDirectoryRefused(Path directory, String why) {
    assertThatThrownBy(() -> machine.open("set", Map.of("directory", directory.toString())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("directory: '" + directory + "'; expected ")
        .hasMessageContaining(why);
  }

  @Test
  @DisplayName("SET-1 the driver is found by its name, and needs no parameters")
  void found() throws Exception {
    assertThat(ServiceLoader.load(Driver.class))
        .filteredOn(driver -> driver.name().equals("local"))
        .hasOnlyElementsOfType(LocalDriver.class)
        .hasSize(1);
    Parameters none = Parameters.read("driver 'local'", Map.of(), new LocalDriver().parameters());
    assertThat(none.get(LocalDriver.MAX_INSTANCES)).isEqualTo(8);
    assertThat(Path.of(none.get(LocalDriver.DIRECTORY)))
        .isEqualTo(
            Path.of(
                System.getProperty("java.io.tmpdir"),
                "dispatch-" + System.getProperty("user.name")));
  }

  @Test
  @DisplayName("SET-1 wrong and unknown parameters are refused with what was expected")
  void parameters() {
    for (Object wrong : new Object[] {0, 1001, "many", 1.5}) {
      assertThatThrownBy(
              () ->
                  Parameters.read(
                      "driver 'local'",
                      Map.of("maxInstances", wrong),
                      new LocalDriver().parameters()))
          .isInstanceOf(ParameterException.class)
          .hasMessageContaining("maxInstances: '" + wrong + "'; expected a whole number");
    }
    assertThatThrownBy(
            () ->
                Parameters.read(
                    "driver 'local'", Map.of("directry", "/x"), new LocalDriver().parameters()))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("directory");
  }

  @Test
  @DisplayName("LOCAL-1 the directory is made, parents included, for this user alone")
  void directoryIsMade() throws Exception {
    Path directory = machine.directory().resolve("some/where");
    machine.open("set", Map.of("directory", directory.toString()));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwx------");
    PrivateFiles.deleteTree(machine.directory().resolve("some"));
  }

  @Test
  @DisplayName("SET-1 a directory that is a file, or below one, is refused")
  void directoryIsFile() throws Exception {
    Path file = Files.createFile(machine.directory().resolve("file"));
    assertDirectoryRefused(file, "which this is not");
    assertDirectoryRefused(file.resolve("below"), file + " is a file");
  }

  @Test
  @DisplayName("SET-1 a directory that others can write is refused")
  void directoryIsOpenToOthers() throws Exception {
    Path directory = Files.createDirectory(machine.directory().resolve("open"));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertDirectoryRefused(directory, "chmod go-w");
  }

  @Test
  @DisplayName("SET-1 a directory that cannot be written, or is somebody else's, is refused")
  void directoryIsNotOurs() {
    // The root of /proc belongs to root, whom nothing else can stop, and takes no files at all.
    assertThatThrownBy(() -> machine.open("set", Map.of("directory", "/proc")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("directory: '/proc'; expected ");
    assertThatThrownBy(() -> machine.open("set", Map.of("directory", "\0")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a path");
  }

  @Test
  @DisplayName("SET-2 preemptible types have a quota group of their own")
  void quotaGroups() throws Exception {
    InstanceSet set = machine.open();
    InstanceType spot =
        InstanceType.builder("spot", 1, 1, BigDecimal.ONE).preemptible(true).build();
    assertThat(set.quotaGroup(Machine.TYPE)).isEqualTo(new QuotaGroup("local"));
    assertThat(set.quotaGroup(spot)).isEqualTo(new QuotaGroup("local-spot"));
  }

  @Test
  @DisplayName("LOCAL-1 its hosts need no root, no sudo and no systemd")
  void hostProfile() throws Exception {
    InstanceSet set = machine.open();
    assertThat(set.hostProfile().sudo()).isFalse();
    assertThat(set.hostProfile().bootProbeCommand()).isEqualTo("true");
    assertThat(set.hostProfile().leaseCommand()).isEmpty();
    assertThat(Path.of(set.hostProfile().secretFile())).isRelative();
    assertThat(Path.of(set.hostProfile().runnerDirectory())).isRelative();
    assertThat(set.leakSweeper()).isEmpty();
  }
}
