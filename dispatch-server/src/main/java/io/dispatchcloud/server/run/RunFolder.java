package io.dispatchcloud.server.run;

import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.config.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** The files of a run's store. Nobody else may read them: environments are in there. */
final class RunFolder {
  /** The folder's name in the output folder. */
  static final String NAME = "dispatch.store";

  private static final String SET = "instance-set";
  private static final String ENDED = "ended";
  private static final String KEY = "key";
  private static final String DATABASE = "containers";
  private static final List<String> FILES =
      List.of(
          SET,
          SET + ".part",
          KEY,
          KEY + ".part",
          DATABASE + ".mv.db",
          DATABASE + ".trace.db",
          ENDED);

  private final Path folder;

  private RunFolder(Path folder) {
    this.folder = folder;
  }

  static RunFolder of(OutputFolder output) throws IOException {
    Path folder = output.path().resolve(NAME);
    PlainFiles.requireFolderOrNothing(folder);
    if (folder.toString().contains(";")) {
      throw new IOException("expected a name without ';', which the database can't have");
    }
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    return new RunFolder(folder);
  }

  /** Whether a run was begun here that did not come to its end. */
  boolean hasUnfinished() throws IOException {
    for (String name : FILES) {
      PlainFiles.requireFileOrNothing(folder.resolve(name));
    }
    return Files.exists(folder.resolve(SET)) && !Files.exists(folder.resolve(ENDED));
  }

  /** Forgets what was here. */
  void begin(InstanceSetId set) throws IOException {
    for (String name : FILES) {
      Files.deleteIfExists(folder.resolve(name));
    }
    Path part = folder.resolve(SET + ".part");
    PlainFiles.write(part).close();
    Files.writeString(part, set.value());
    PlainFiles.rename(part, folder.resolve(SET));
  }

  void end() throws IOException {
    PlainFiles.write(endFile()).close();
  }

  Path endFile() {
    return folder.resolve(ENDED);
  }

  String instanceSet() throws IOException {
    return Files.readString(folder.resolve(SET));
  }

  Secret key() throws IOException {
    return RunKey.of(folder.resolve(KEY));
  }

  /** For one process; what was committed is there after a crash. */
  String url() {
    return "jdbc:h2:file:" + folder.resolve(DATABASE) + ";WRITE_DELAY=0;TRACE_LEVEL_FILE=0";
  }
}
