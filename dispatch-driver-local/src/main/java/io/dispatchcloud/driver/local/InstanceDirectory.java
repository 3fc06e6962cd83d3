package io.dispatchcloud.driver.local;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.driver.local.ssh.ServerKey;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Where one instance keeps what it must know after a restart, and where its commands work. */
final class InstanceDirectory {
  /** Narrow, so that nothing else that lies in a set's directory is taken for an instance. */
  private static final Pattern NAME = Pattern.compile("local-[0-9a-f]{16}");

  private static final int ATTEMPTS = 50;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path path;
  private final System.Logger logger;

  InstanceDirectory(Path path, System.Logger logger) {
    this.path = path;
    this.logger = logger;
  }

  static String newName() {
    byte[] bytes = new byte[8];
    RANDOM.nextBytes(bytes);
    return "local-" + HexFormat.of().formatHex(bytes);
  }

  static boolean looksLikeOne(Path path) {
    return NAME.matcher(path.getFileName().toString()).matches()
        && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  InstanceId id() {
    return new InstanceId(path.getFileName().toString());
  }

  Path path() {
    return path;
  }

  Path home() {
    return path.resolve("home");
  }

  private Path recordFile() {
    return path.resolve("instance.properties");
  }

  private Path keyFile() {
    return path.resolve("host_key");
  }

  boolean isWhole() {
    return Files.isRegularFile(recordFile(), LinkOption.NOFOLLOW_LINKS);
  }

  InstanceRecord readRecord() throws IOException {
    return InstanceRecord.parse(Files.readString(recordFile()));
  }

  /** The last step of a create: an instance without a record is none. */
  void writeRecord(InstanceRecord instance) throws IOException {
    PrivateFiles.replace(recordFile(), instance.format());
  }

  ServerKey readKey() throws IOException {
    try {
      return ServerKey.decode(Files.readString(keyFile()));
    } catch (IllegalArgumentException e) {
      throw new IOException("the host key in " + keyFile() + " is damaged", e);
    }
  }

  ServerKey createKey() throws IOException {
    ServerKey key = ServerKey.generate();
    PrivateFiles.replace(keyFile(), key.encoded() + "\n");
    return key;
  }

  void createHome() throws IOException {
    PrivateFiles.createDirectory(home());
  }

  /**
   * Ends all that the instance started and deletes everything. The record goes first: see isWhole.
   * Processes of others that use the directory are left alone, but told of: it goes all the same.
   */
  void remove() throws CloudException {
    ProcessHunt hunt = new ProcessHunt(CommandEnvironment.marker(this), path);
    hunt.endAll();
    String others = hunt.bystanders();
    if (!others.isEmpty()) {
      logger.log(
          System.Logger.Level.WARNING,
          "deleting a directory still used by processes that the instance can''t be seen to have"
              + " started, and that are left alone: {0}: {1}",
          path,
          others);
    }
    try {
      Files.deleteIfExists(recordFile());
      deleteAll();
    } catch (IOException e) {
      throw new CloudException(
          "the directory " + path + " can't be deleted: " + e + "; delete it by hand", e);
    }
  }

  /** Again if somebody made or removed files meanwhile. */
  private void deleteAll() throws IOException {
    for (int more = ATTEMPTS - 1; ; more--) {
      try {
        PrivateFiles.deleteTree(path);
        return;
      } catch (DirectoryNotEmptyException | NoSuchFileException e) {
        if (more == 0) {
          throw e;
        }
      }
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
