package io.dispatchcloud.core.runner;

import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.ContainerId;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a runner's {@code --list} says (RUN-3). Immutable. */
public final class RunnerListing {
  /** What is known of an attempt. */
  public enum State {
    /** It runs, and its supervisor looks after it. */
    ALIVE,
    /** Its supervisor is gone, or has given up, but something of it still runs. */
    STALE,
    /** It ended, and its result waits to be collected. */
    EXITED,
    /** Nothing of it runs, and there is no result. */
    LOST
  }

  /**
   * One line about one attempt. An attempt that ended and left something behind that can't be ended
   * has two: {@link State#EXITED} and {@link State#STALE}.
   *
   * @param attempt which
   * @param state what is known of it
   * @param exitStatus 0 to 255 if it exited, else 0
   */
  public record Entry(Attempt attempt, State state, int exitStatus) {
    public Entry {
      Objects.requireNonNull(attempt, "attempt");
      Objects.requireNonNull(state, "state");
      if (exitStatus < 0 || exitStatus > 255 || (exitStatus != 0 && state != State.EXITED)) {
        throw new IllegalArgumentException(
            "exitStatus: '" + exitStatus + "'; expected 0 to 255 if exited, else 0");
      }
    }
  }

  private final List<Entry> entries;
  private final List<Attempt> mentioned;
  private final List<String> unknownLines;
  private final boolean broken;
  private final String generation;
  private final @Nullable Instant notice;
  private final @Nullable Instant rebalance;

  private RunnerListing(Reader reader) {
    this.entries = List.copyOf(reader.entries);
    this.mentioned = List.copyOf(reader.mentioned);
    this.unknownLines = List.copyOf(reader.unknownLines);
    this.broken = reader.broken;
    this.generation = reader.generation;
    this.notice = reader.notice;
    this.rebalance = reader.rebalance;
  }

  /**
   * Reads an answer. What is not understood is kept as it is, for a newer runner may say more.
   *
   * @param stdout all that {@code --list} printed; anything at all
   * @return what it says
   */
  public static RunnerListing parse(String stdout) {
    Reader reader = new Reader();
    stdout.lines().filter(line -> !line.isBlank()).forEach(reader::line);
    if (!stdout.endsWith("\n")) {
      // Cut short: what looks like a generation may be the beginning of a container of that name.
      reader.generation = "";
    }
    return new RunnerListing(reader);
  }

  /**
   * What the runner knows, in its order.
   *
   * @return a line for each attempt, or two (see {@link Entry})
   */
  public List<Entry> entries() {
    return entries;
  }

  /**
   * The attempts that the runner knows anything of, also in words that are not known here.
   *
   * @return the attempts, in the order of the listing
   */
  public List<Attempt> mentioned() {
    return mentioned;
  }

  /**
   * Lines that say nothing to us.
   *
   * @return as they came, without blank ones
   */
  public List<String> unknownLines() {
    return unknownLines;
  }

  /**
   * Whether the instance can't start containers.
   *
   * @return true if the runner said so
   */
  public boolean broken() {
    return broken;
  }

  /**
   * What this listing is the listing of: goes into the next waiting one, so that no change between
   * the two is missed (RUN-8).
   *
   * @return an opaque token; empty if the runner gives none
   */
  public String generation() {
    return generation;
  }

  /**
   * When the provider is going to take the instance away.
   *
   * @return the time, or empty if no notice was given
   */
  public Optional<Instant> notice() {
    return Optional.ofNullable(notice);
  }

  /**
   * Since when the provider says that it may take the instance away.
   *
   * @return the time, or empty if it did not say so
   */
  public Optional<Instant> rebalance() {
    return Optional.ofNullable(rebalance);
  }

  @Override
  public String toString() {
    return entries
        + (broken ? " broken" : "")
        + (notice == null ? "" : " notice " + notice)
        + (rebalance == null ? "" : " rebalance " + rebalance)
        + (unknownLines.isEmpty() ? "" : " unknown " + unknownLines);
  }

  private static final class Reader {
    private final List<Entry> entries = new ArrayList<>();
    private final List<Attempt> mentioned = new ArrayList<>();
    private final List<String> unknownLines = new ArrayList<>();
    private boolean broken;
    private String generation = "";
    private @Nullable Instant notice;
    private @Nullable Instant rebalance;

    void line(String line) {
      String[] words = line.strip().split(" ", -1);
      try {
        if (!understood(words)) {
          unknownLines.add(line);
        }
      } catch (IllegalArgumentException | DateTimeParseException e) {
        // No number, no id, no time: then it is not one of the lines that we know.
        unknownLines.add(line);
      }
    }

    private boolean understood(String[] words) {
      return switch (words.length) {
        case 1 -> mark(words[0]);
        case 2 -> property(words[0], words[1]);
        default -> attempt(words);
      };
    }

    private boolean mark(String word) {
      broken |= word.equals("broken");
      return word.equals("broken");
    }

    private boolean property(String name, String value) {
      switch (name) {
        case "generation" -> generation = value;
        case "notice" -> notice = Instant.parse(value);
        case "rebalance" -> rebalance = Instant.parse(value);
        default -> {
          return false;
        }
      }
      return true;
    }

    /** Digits alone: Java reads signs and other scripts' digits as well, which no runner prints. */
    private static long number(String word, int digits) {
      if (!word.matches("[0-9]{1," + digits + "}")) {
        throw new IllegalArgumentException(word);
      }
      return Long.parseLong(word);
    }

    private boolean attempt(String[] words) {
      Attempt attempt = new Attempt(new ContainerId(words[0]), number(words[1], 19));
      // Whatever is said of it, also in words that are not known: it is there.
      mentioned.add(attempt);
      State state =
          switch (words[2]) {
            case "alive" -> State.ALIVE;
            case "stale" -> State.STALE;
            case "lost" -> State.LOST;
            case "exited" -> State.EXITED;
            default -> throw new IllegalArgumentException(words[2]);
          };
      int expected = state == State.EXITED ? 4 : 3;
      if (words.length != expected) {
        return false;
      }
      int exitStatus = state == State.EXITED ? (int) number(words[3], 3) : 0;
      entries.add(new Entry(attempt, state, exitStatus));
      return true;
    }
  }
}
