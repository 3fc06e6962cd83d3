package io.dispatchcloud.server;

import io.dispatchcloud.server.show.Screen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Somebody who answers what was arranged, and looks at a screen for as long as was arranged. */
final class FakeOperator implements Operator {
  final List<List<String>> pictures = new ArrayList<>();
  int width = 80;
  int height = 24;
  boolean left = true;
  private final List<String> answers;
  private boolean hasScreen;
  private List<Runnable> meanwhile = List.of();
  private int exitStatus;

  private FakeOperator(String... answers) {
    this.answers = new ArrayList<>(Arrays.asList(answers));
  }

  /** Nobody is there. */
  static FakeOperator nobody() {
    return new FakeOperator();
  }

  static FakeOperator answering(String... answers) {
    return new FakeOperator(answers);
  }

  /** Looks at a screen; a second after each picture something happens, and then they quit. */
  FakeOperator looking(Runnable... happens) {
    hasScreen = true;
    meanwhile = new ArrayList<>(List.of(happens));
    return this;
  }

  /** Looks at what is printed; what happens in between is as for a screen. */
  FakeOperator reading(Runnable... happens) {
    meanwhile = new ArrayList<>(List.of(happens));
    return this;
  }

  FakeOperator endedBySignal(int number) {
    exitStatus = 128 + number;
    return this;
  }

  /** Whether all has happened that was to. */
  boolean isBored() {
    return meanwhile.isEmpty();
  }

  List<String> lastPicture() {
    return pictures.get(pictures.size() - 1);
  }

  @Override
  public boolean canAsk() {
    return !answers.isEmpty();
  }

  @Override
  public Optional<String> answer() {
    return Optional.of(answers.remove(0));
  }

  @Override
  public Watch watch() {
    left = false;
    return new Watch() {
      @Override
      public Optional<Screen> screen() {
        return hasScreen ? Optional.of(new FakeScreen()) : Optional.empty();
      }

      @Override
      public boolean pause(Duration time) {
        if (meanwhile.isEmpty()) {
          return false;
        }
        meanwhile.remove(0).run();
        return true;
      }

      @Override
      public int exitStatus() {
        return exitStatus;
      }

      @Override
      public void close() {
        left = true;
      }
    };
  }

  private final class FakeScreen implements Screen {
    @Override
    public int width() {
      return width;
    }

    @Override
    public int height() {
      return height;
    }

    @Override
    public void show(List<String> lines) {
      pictures.add(List.copyOf(lines));
    }

    @Override
    public boolean quitWithin(long milliseconds) {
      return false;
    }

    @Override
    public void close() {}
  }
}
