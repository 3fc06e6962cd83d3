package io.dispatchcloud.server;

import io.dispatchcloud.server.remote.ServerException;
import io.dispatchcloud.server.show.Screen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Something that is looked at again each second: in place on a terminal, else when it changed. */
final class LiveView {
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final int ANY_WIDTH = 120;
  private static final int ANY_HEIGHT = 40;

  private final Operator.Watch watch;
  private final ManagementOptions remote;
  private String trouble = "";

  /** Gives what there is to see, for so much room. */
  interface Picture {
    List<String> lines(int width, int height)
        throws ServerException, BadInputException, InterruptedException;
  }

  /**
   * A view.
   *
   * @param remote gets lines where there is no screen
   */
  LiveView(Operator.Watch watch, ManagementOptions remote) {
    this.watch = watch;
    this.remote = remote;
  }

  /** One picture, and no more. */
  void once(Picture picture) throws ServerException, BadInputException, InterruptedException {
    picture.lines(ANY_WIDTH, ANY_HEIGHT).forEach(remote::say);
  }

  /** Goes on until somebody wants an end; gives the exit status. */
  int run(Picture picture) throws ServerException, BadInputException, InterruptedException {
    Optional<Screen> screen = watch.screen();
    List<String> last = look(picture, screen);
    show(last, screen);
    // Nobody reads any more where stdout is a pipe whose reader has ended.
    while (!remote.outFails() && watch.pause(EVERY)) {
      List<String> next;
      try {
        next = look(picture, screen);
      } catch (ServerException e) {
        // Whoever watches wants to see it come back; the old picture says how it was.
        failed("error: " + e.getMessage() + "; trying again", last, screen);
        continue;
      }
      trouble = "";
      if (screen.isPresent() || !next.equals(last)) {
        show(next, screen);
      }
      last = next;
    }
    return watch.exitStatus();
  }

  private void failed(String what, List<String> last, Optional<Screen> screen) {
    if (screen.isPresent()) {
      List<String> picture = new ArrayList<>(last);
      picture.add(0, what);
      show(picture, screen);
    } else if (!what.equals(trouble)) {
      remote.complain(what);
    }
    trouble = what;
  }

  private static List<String> look(Picture picture, Optional<Screen> screen)
      throws ServerException, BadInputException, InterruptedException {
    int width = screen.map(Screen::width).orElse(ANY_WIDTH);
    return picture.lines(width, screen.map(Screen::height).orElse(ANY_HEIGHT));
  }

  private void show(List<String> lines, Optional<Screen> screen) {
    if (screen.isPresent()) {
      screen.get().show(lines);
    } else {
      lines.forEach(remote::say);
    }
  }
}
