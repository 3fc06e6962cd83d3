package io.dispatchcloud.server.show;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The terminal of the process, taken over: its other screen, without a cursor, keys unechoed. */
public final class TerminalScreen implements Screen {
  private static final Logger LOG = LoggerFactory.getLogger(TerminalScreen.class);
  private static final int USUAL_WIDTH = 80;
  private static final int USUAL_HEIGHT = 24;
  private static final int CTRL_C = 3;

  private final Terminal terminal;
  private final Attributes before;
  private boolean closed;

  TerminalScreen(Terminal terminal) {
    this.terminal = terminal;
    this.before = terminal.enterRawMode();
    terminal.puts(Capability.enter_ca_mode);
    terminal.puts(Capability.cursor_invisible);
    terminal.flush();
  }

  /**
   * Takes the terminal over.
   *
   * @return the screen, which is the caller's to close; empty if stdin and stdout are no terminal,
   *     or one that can't move its cursor
   */
  public static Optional<Screen> open() {
    try {
      Terminal terminal =
          TerminalBuilder.builder().system(true).dumb(false).nativeSignals(false).build();
      if (terminal.getStringCapability(Capability.cursor_address) == null) {
        terminal.close();
        return Optional.empty();
      }
      return Optional.of(new TerminalScreen(terminal));
    } catch (IOException | IllegalStateException e) {
      LOG.debug("this is no terminal to draw on", e);
      return Optional.empty();
    }
  }

  @Override
  public int width() {
    int columns = terminal.getSize().getColumns();
    return columns > 0 ? columns : USUAL_WIDTH;
  }

  @Override
  public int height() {
    int rows = terminal.getSize().getRows();
    return rows > 0 ? rows : USUAL_HEIGHT;
  }

  @Override
  public void show(List<String> lines) {
    Size size = Size.of(width(), height());
    List<String> picture = Picture.cut(lines, size.getColumns(), size.getRows());
    for (int row = 0; row < size.getRows(); row++) {
      terminal.puts(Capability.cursor_address, row, 0);
      if (row < picture.size()) {
        terminal.writer().print(picture.get(row));
      }
      // Not in the last column: some terminals wipe the character that stands there.
      if (row >= picture.size() || picture.get(row).length() < size.getColumns()) {
        terminal.puts(Capability.clr_eol);
      }
    }
    terminal.flush();
  }

  @Override
  public boolean quitWithin(long milliseconds) {
    try {
      int key = terminal.reader().read(milliseconds);
      // Nobody can type any more who has closed the terminal.
      return key == 'q' || key == 'Q' || key == CTRL_C || key == NonBlockingReader.EOF;
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    terminal.puts(Capability.cursor_normal);
    terminal.puts(Capability.exit_ca_mode);
    terminal.flush();
    terminal.setAttributes(before);
    try {
      terminal.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the terminal can't be given back", e);
    }
  }
}
