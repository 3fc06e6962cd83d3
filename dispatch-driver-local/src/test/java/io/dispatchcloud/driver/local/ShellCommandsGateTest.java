package io.dispatchcloud.driver.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dispatchcloud.driver.local.ssh.CommandChannel;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellCommandsGateTest {
  private Machine machine;
  private InstanceDirectory instance;

  @BeforeEach
  void create() throws Exception {
    machine = new Machine();
    Path home = machine.home(machine.open().create(Machine.request()));
    instance = new InstanceDirectory(home.getParent(), new Warnings());
  }

  @AfterEach
  void end() throws Exception {
    machine.close();
  }

  /** A channel whose client sends nothing and wants nothing. */
  private record Silent(String line) implements CommandChannel {
    @Override
    public InputStream stdin() {
      return InputStream.nullInputStream();
    }

    @Override
    public OutputStream stdout() {
      return OutputStream.nullOutputStream();
    }

    @Override
    public OutputStream stderr() {
      return OutputStream.nullOutputStream();
    }

    @Override
    public void onKill(Runnable action) {}
  }

  @ParameterizedTest
  @ValueSource(strings = {"touch ran", "touch ran # ü"})
  @DisplayName("LOCAL-1 a command does not run if the driver is gone before it could listen")
  void nobodyAsked(String line) throws Exception {
    Process process = CommandEnvironment.shell(instance, ShellCommands.arguments(line)).start();
    process.getOutputStream().close();
    assertThat(process.waitFor()).isNotZero();
    assertThat(instance.home().resolve("ran")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  @DisplayName(
      "LOCAL-1 a command for which no threads are left does not run, and leaves no process")
  void rejected(int granted) {
    AtomicInteger left = new AtomicInteger(granted);
    Executor few =
        task -> {
          if (left.getAndDecrement() <= 0) {
            throw new RejectedExecutionException("full");
          }
          Thread thread = new Thread(task, "gate-test");
          thread.setDaemon(true);
          thread.start();
        };
    ShellCommands commands = new ShellCommands(instance, few);
    assertThatThrownBy(() -> commands.run(new Silent("touch ran")))
        .isInstanceOf(RejectedExecutionException.class);
    ProcessHunt hunt = new ProcessHunt(CommandEnvironment.marker(instance), instance.path());
    await().until(() -> hunt.find().isEmpty());
    assertThat(instance.home().resolve("ran")).doesNotExist();
  }

  @Test
  @DisplayName("LOCAL-1 an interrupted command is ended")
  void interrupted() {
    ShellCommands commands =
        new ShellCommands(
            instance,
            task -> {
              Thread thread = new Thread(task, "gate-test");
              thread.setDaemon(true);
              thread.start();
            });
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> commands.run(new Silent("exec sleep 300")))
        .isInstanceOf(InterruptedException.class);
    ProcessHunt hunt = new ProcessHunt(CommandEnvironment.marker(instance), instance.path());
    await().until(() -> hunt.find().isEmpty());
  }
}
