package io.dispatchcloud.test.stub;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dispatchcloud.driver.local.ssh.CommandChannel;
import io.dispatchcloud.driver.local.ssh.CommandEnd;
import io.dispatchcloud.driver.local.ssh.CommandHandler;
import io.dispatchcloud.test.shell.ShellWords;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a pretended VM does with the command lines that come to it. Thread-safe. */
final class PretendHost implements CommandHandler {
  static final String SECRET_FILE = "/stub/instance-secret";
  static final String RUNNER_DIRECTORY = "/stub/runner";
  static final String BOOT_PROBE = "stub-has-booted";

  private static final Pattern SECRET = Pattern.compile("echo -n \"([0-9a-f]+)\" >");
  private static final int FAILED = 1;
  private static final int NOT_FOUND = 127;

  private final StubVm vm;
  private final String secret;
  // Paths of programs that were copied here.
  private final Set<String> programs = new HashSet<>();

  PretendHost(StubVm vm, String initCommand) {
    this.vm = vm;
    Matcher written = SECRET.matcher(initCommand);
    this.secret = written.find() ? written.group(1) : "";
  }

  @Override
  public CommandEnd run(CommandChannel channel) throws IOException, InterruptedException {
    vm.awaitAnswering();
    List<String> words = ShellWords.of(channel.line());
    if (words.size() > 2 && words.get(0).equals("sudo")) {
      words = words.subList(2, words.size());
    }
    Answer answer = words.isEmpty() ? Answer.of(PretendRunner.DONE) : answer(words, channel);
    vm.awaitAnswering();
    answer.writeTo(channel.stdout());
    return CommandEnd.exited(answer.status());
  }

  private Answer answer(List<String> words, CommandChannel channel)
      throws IOException, InterruptedException {
    String program = words.get(0);
    if (program.equals(BOOT_PROBE)) {
      return Answer.of(vm.hasBooted() ? PretendRunner.DONE : FAILED);
    }
    if (program.equals("cat")) {
      return words.contains(SECRET_FILE) ? Answer.of(secret) : Answer.of(FAILED);
    }
    if (program.equals("sh") && words.size() == 7) {
      return deploy(words, channel);
    }
    boolean isRunner = program.endsWith("dispatch-run") || isCopied(program);
    if (isRunner && !vm.behavior().noRunner) {
      return runner(words.subList(1, words.size()), channel);
    }
    return failed(channel, NOT_FOUND, program + ": not found");
  }

  private static Answer failed(CommandChannel channel, int status, String why) throws IOException {
    channel.stderr().write((why + "\n").getBytes(UTF_8));
    return Answer.of(status);
  }

  // The runner's deployment (RUN-1): two shell scripts with a directory, a name and a digest.

  private Answer deploy(List<String> words, CommandChannel channel) throws IOException {
    String path = words.get(4) + "/" + words.get(5);
    boolean copies = words.get(2).contains("cat >");
    if (!copies) {
      return Answer.of(isCopied(path) ? "present\n" : "absent\n");
    }
    byte[] bytes = channel.stdin().readAllBytes();
    if (vm.behavior().noRunner) {
      return failed(channel, FAILED, "no space left on device");
    }
    if (!sha256(bytes).equals(words.get(6))) {
      return Answer.of("refused: what arrived is not what was sent\n");
    }
    synchronized (programs) {
      programs.add(path);
    }
    return Answer.of("copied\n");
  }

  private boolean isCopied(String path) {
    synchronized (programs) {
      return programs.contains(path);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  private Answer runner(List<String> words, CommandChannel channel)
      throws IOException, InterruptedException {
    RunnerCommand command;
    try {
      command = RunnerCommand.of(words);
    } catch (IllegalArgumentException e) {
      return failed(channel, PretendRunner.UNUSABLE, String.valueOf(e.getMessage()));
    }
    if (!command.lease().isEmpty()) {
      vm.noteLease(command.lease());
    }
    return command.run(vm.runner(), vm.id(), channel.stdin());
  }
}
