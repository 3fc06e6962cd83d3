package io.dispatchcloud.server;

import io.dispatchcloud.server.run.Interrupts;
import io.dispatchcloud.server.show.Screen;
import io.dispatchcloud.server.show.TerminalScreen;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Whoever is at the terminal that the process was started from, if it was started from one. */
final class TerminalOperator implements Operator {
  private static final long PATIENCE_SECONDS = 2;

  @Override
  public boolean canAsk() {
    // Later versions of Java have a console without a terminal, too.
    return isTerminal(0) && isTerminal(2);
  }

  private static boolean isTerminal(int descriptor) {
    try {
      ProcessBuilder test = new ProcessBuilder("test", "-t", Integer.toString(descriptor));
      Process process = test.inheritIO().start();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public Optional<String> answer() throws IOException {
    // Read to the end of the line by nobody else: what follows it stays unread for long enough.
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
    return Optional.ofNullable(reader.readLine());
  }

  @Override
  public Watch watch() {
    Interrupts interrupts = Interrupts.listen();
    Optional<Screen> screen = isTerminal(1) ? TerminalScreen.open() : Optional.empty();
    return new TerminalWatch(interrupts, screen);
  }

  private static final class TerminalWatch implements Watch {
    private static final long LOOK_EVERY_MILLIS = 100;

    private final Interrupts interrupts;
    private final Optional<Screen> screen;
    private final CountDownLatch never = new CountDownLatch(1);

    TerminalWatch(Interrupts interrupts, Optional<Screen> screen) {
      this.interrupts = interrupts;
      this.screen = screen;
    }

    @Override
    public Optional<Screen> screen() {
      return screen;
    }

    @Override
    public boolean pause(Duration time) throws InterruptedException {
      for (long i = time.toMillis() / LOOK_EVERY_MILLIS; i > 0 && !interrupts.any(); i--) {
        if (screen.isPresent()
            ? screen.get().quitWithin(LOOK_EVERY_MILLIS)
            : never.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
          return false;
        }
      }
      return !interrupts.any();
    }

    @Override
    public int exitStatus() {
      return interrupts.exitStatus();
    }

    @Override
    public void close() {
      screen.ifPresent(Screen::close);
      interrupts.close();
    }
  }
}
