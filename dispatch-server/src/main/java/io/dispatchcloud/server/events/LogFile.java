package io.dispatchcloud.server.events;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A file that is continued. For one thread. */
final class LogFile implements Sink {
  private final FileChannel channel;

  private LogFile(FileChannel channel) {
    this.channel = channel;
  }

  /** Opens it; a line that a crash has torn is ended, so that the next one stands by itself. */
  static LogFile open(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      requireLock(channel);
      long size = channel.size();
      ByteBuffer last = ByteBuffer.allocate(1);
      channel.position(size);
      if (size > 0 && channel.read(last, size - 1) == 1 && last.get(0) != '\n') {
        channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
      }
      return new LogFile(channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static void requireLock(FileChannel channel) throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      throw new IOException("this process writes to it already", e);
    }
    if (lock == null) {
      throw new IOException("another process writes to it");
    }
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    channel.write(bytes);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
