package io.dispatchcloud.server.cloudtest;

import io.dispatchcloud.api.executor.CommandResult;
import io.dispatchcloud.api.executor.ExecutorException;
import io.dispatchcloud.core.CloudTrial;
import io.dispatchcloud.core.DispatcherConfig;
import io.dispatchcloud.core.Settings;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Whether the instance can be used: it has an address, is what it says, boots, and works. */
final class LoginCheck {
  private static final int SHOWN = 200;

  private final CloudTrial trial;
  private final Login login;
  private final Patience patience;
  private final Duration timeoutBooting;
  private final Refusals refusals;

  LoginCheck(CloudTrial trial, Login login, DispatcherConfig config, Patience patience) {
    this.trial = trial;
    this.login = login;
    this.patience = patience;
    this.refusals = new Refusals(patience);
    this.timeoutBooting = config.get(Settings.TIMEOUT_BOOTING);
  }

  String address() throws StepFailedException, InterruptedException {
    boolean known =
        patience.until(
            timeoutBooting,
            () -> {
              login.lookAgain();
              return login.instance().address().isPresent();
            });
    if (!known) {
      throw Advice.onConnect(
          new ExecutorException(ExecutorException.Reason.NO_ADDRESS, "it has no address"));
    }
    return login.instance().remoteUser() + " at " + login.instance().address().orElse("");
  }

  /** The first command that can be started: then login and host key were right. */
  String hostKey() throws StepFailedException, InterruptedException {
    AtomicReference<@Nullable ExecutorException> last = new AtomicReference<>();
    boolean connected =
        patience.until(
            timeoutBooting,
            () -> {
              login.lookAgain();
              try {
                login.run(trial.bootProbe());
                refusals.end();
                return true;
              } catch (ExecutorException e) {
                refusals.add(e, login);
                last.set(e);
                return false;
              }
            });
    ExecutorException why = last.get();
    if (!connected && why != null) {
      throw Advice.onConnect(why);
    }
    return "it is its own: " + login.hostKey().map(Object::toString).orElse("not asked for");
  }

  String boot() throws StepFailedException, InterruptedException {
    AtomicReference<String> last = new AtomicReference<>("");
    boolean booted =
        patience.until(
            timeoutBooting,
            () -> {
              login.lookAgain();
              try {
                CommandResult result = login.run(trial.bootProbe());
                refusals.end();
                last.set(describe(result));
                return result.succeeded();
              } catch (ExecutorException e) {
                refusals.add(e, login);
                last.set(String.valueOf(e.getMessage()));
                return false;
              }
            });
    if (!booted) {
      throw new StepFailedException(
          "never ready: '" + trial.bootProbe() + "': " + last.get(),
          "look at its console; a slow image needs more timeoutBooting, another one another"
              + " bootProbeCommand");
    }
    return "ready";
  }

  String command(String command) throws StepFailedException, InterruptedException {
    patience.requireNoSignal();
    if (trial.needsSudo(login.instance())) {
      run("sudo -n true", "the runner needs sudo without a password for this user");
    }
    return "'" + command + "' " + run(command, "the command is your own: --command");
  }

  private String run(String command, String wayOut)
      throws StepFailedException, InterruptedException {
    try {
      CommandResult result = login.run(command);
      if (!result.succeeded()) {
        throw new StepFailedException("'" + command + "': " + describe(result), wayOut);
      }
      return describe(result);
    } catch (ExecutorException e) {
      throw Advice.onConnect(e);
    }
  }

  private static String describe(CommandResult result) {
    String end;
    if (result instanceof CommandResult.Exited exited) {
      end = "exit status " + exited.status();
    } else if (result instanceof CommandResult.Killed killed) {
      end = "killed by " + killed.signal();
    } else {
      end = ((CommandResult.OutcomeUnknown) result).reason();
    }
    String text = (result.stdout().text() + " " + result.stderr().text()).strip();
    String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    return end + (shown.isEmpty() ? "" : ": " + shown);
  }
}
