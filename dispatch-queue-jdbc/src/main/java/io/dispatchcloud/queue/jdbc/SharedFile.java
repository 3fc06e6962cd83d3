package io.dispatchcloud.queue.jdbc;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file of an H2 database that processes share ({@code AUTO_SERVER=TRUE}): the first to open it
 * serves it to the others. While that one is stopped, nobody else can open it, for as long as that
 * takes; this tells people about it.
 *
 * @param path the file without the endings of its parts
 */
public record SharedFile(Path path) {
  private static final Pattern ADDRESS = Pattern.compile("jdbc:h2:(?:file:)?([^;:]+)(?:;.*)?");
  private static final Pattern HOME = Pattern.compile("^~");

  /**
   * The file of an address.
   *
   * @param url the address of a database
   * @return its file; empty if it is another kind of address
   */
  public static Optional<SharedFile> of(String url) {
    Matcher matcher = ADDRESS.matcher(url);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String home = Matcher.quoteReplacement(System.getProperty("user.home", "~"));
    try {
      return Optional.of(
          new SharedFile(
              Path.of(HOME.matcher(matcher.group(1)).replaceFirst(home)).toAbsolutePath()));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /**
   * Says who has it open, as far as it is known, and what to do about one that does not answer.
   *
   * @return a sentence for people
   */
  public String whoHolds() {
    String server = server().map(address -> ", at " + address + ",").orElse("");
    return "the file "
        + path
        + ".mv.db is held by another process, which serves it to others"
        + server
        + " and does not answer: it is stopped, or hangs. Let it go on (kill -CONT), or end it (kill"
        + " -9): nothing is lost. Its number is told by: fuser "
        + path
        + ".mv.db";
  }

  private Optional<String> server() {
    Properties lock = new Properties();
    try (Reader reader =
        Files.newBufferedReader(Path.of(path + ".lock.db"), StandardCharsets.ISO_8859_1)) {
      lock.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      // Gone meanwhile, or just being written.
      return Optional.empty();
    }
    return Optional.ofNullable(lock.getProperty("server"));
  }
}
