package io.dispatchcloud.driver.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dispatchcloud.api.cloud.CloudException;
import java.io.File;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Runs an init command at the first boot of an instance. It holds a secret, so it goes through a
 * file that only this user can read: the arguments of a process are everybody's to see.
 */
final class InitCommand {
  private static final long LIMIT_MINUTES = 1;
  private static final int TAIL_BYTES = 2048;

  /** What a shell shows when it complains of a line may be the secret, or the end of it. */
  private static final Pattern LONG_HEX = Pattern.compile("^[0-9A-Fa-f]+|[0-9A-Fa-f]{16,}");

  private final InstanceDirectory instance;
  private final Path script;
  private final Path errors;

  InitCommand(InstanceDirectory instance) {
    this.instance = instance;
    this.script = instance.path().resolve("init.sh");
    this.errors = instance.path().resolve("init.err");
  }

  void run(String command) throws CloudException, IOException, InterruptedException {
    if (command.isBlank()) {
      return;
    }
    PrivateFiles.replace(script, command + "\n");
    PrivateFiles.replace(errors, "");
    try {
      Process process =
          CommandEnvironment.shell(instance, script.toString())
              .redirectInput(new File("/dev/null"))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(errors.toFile())
              .start();
      check(process);
    } finally {
      Files.deleteIfExists(script);
      Files.deleteIfExists(errors);
    }
  }

  private void check(Process process) throws CloudException, IOException, InterruptedException {
    try {
      if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
        throw new CloudException(
            "the init command took longer than " + LIMIT_MINUTES + " min; stderr: " + tail());
      }
    } finally {
      Foreground.kill(process);
    }
    if (process.exitValue() != 0) {
      throw new CloudException(
          "the init command failed with status " + process.exitValue() + "; stderr: " + tail());
    }
  }

  private String tail() throws IOException {
    try (FileChannel channel = FileChannel.open(errors, StandardOpenOption.READ)) {
      channel.position(Math.max(0, channel.size() - TAIL_BYTES));
      byte[] bytes = Channels.newInputStream(channel).readNBytes(TAIL_BYTES);
      String text = new String(bytes, UTF_8).strip();
      // The name of our own file tells nobody anything.
      String plain = text.replace(script.toString(), "init");
      return plain.isEmpty() ? "nothing" : LONG_HEX.matcher(plain).replaceAll("****");
    }
  }
}
