package io.dispatchcloud.test.kit;

import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.queue.AttemptLimits;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.api.queue.RequeueReason;
import io.dispatchcloud.api.queue.UnlockReason;
import io.dispatchcloud.core.InMemoryController;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** The file of a {@link JournalStore}: frames of a length and a change. Thread-safe. */
final class Journal {
  /** What can have been done. */
  enum Kind {
    SUBMIT,
    PRIORITY,
    USERS_CANCEL,
    TIME,
    ACQUIRE,
    RENEW,
    RELEASE,
    LOCK,
    UNLOCK,
    START,
    START_AT_PRICE,
    RUNNING,
    RESULT,
    REQUEUE,
    CANCEL
  }

  /** Writes what a change needs to be done again. */
  interface Encoder {
    void write(DataOutputStream out) throws IOException;
  }

  /** Does something with the store in memory. */
  interface Work<T> {
    T with(InMemoryController store) throws ControllerException;
  }

  private final RandomAccessFile file;
  private final InMemoryController replica =
      new InMemoryController(this::now, AttemptLimits.DEFAULT);
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private long position;

  Journal(Path path) throws IOException {
    this.file = new RandomAccessFile(path.toFile(), "rw");
  }

  private Instant now() {
    return now;
  }

  Instant pass(Duration time) {
    now = now.plus(time);
    return now;
  }

  synchronized <T> T read(Work<T> work) throws ControllerException {
    try (FileLock lock = file.getChannel().lock()) {
      assert lock.isValid();
      catchUp();
      return work.with(replica);
    } catch (IOException e) {
      throw new ControllerException("the journal can't be read", e);
    }
  }

  /** Does a change here first: one that is refused is never written. */
  synchronized <T> T change(Kind kind, Encoder encoder, Work<T> work) throws ControllerException {
    try (FileLock lock = file.getChannel().lock()) {
      assert lock.isValid();
      catchUp();
      T result = work.with(replica);
      ByteArrayOutputStream frame = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(frame);
      out.writeUTF(kind.name());
      encoder.write(out);
      append(frame.toByteArray());
      return result;
    } catch (IOException e) {
      throw new ControllerException("the journal can't be written", e);
    }
  }

  private void append(byte[] change) throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    new DataOutputStream(frame).writeInt(change.length);
    frame.write(change);
    file.seek(position);
    file.write(frame.toByteArray());
    position += frame.size();
  }

  /** Plays back what others wrote. A frame that is not whole is of one that died; it is cut off. */
  private void catchUp() throws IOException, ControllerException {
    while (position + Integer.BYTES <= file.length()) {
      file.seek(position);
      int length = file.readInt();
      if (position + Integer.BYTES + length > file.length()) {
        break;
      }
      byte[] change = new byte[length];
      file.readFully(change);
      position += Integer.BYTES + length;
      replay(new DataInputStream(new ByteArrayInputStream(change)));
    }
    file.setLength(position);
  }

  private void replay(DataInputStream in) throws IOException, ControllerException {
    Kind kind = Kind.valueOf(in.readUTF());
    switch (kind) {
      case SUBMIT -> replica.submit(JournalCodec.readSpec(in));
      case PRIORITY -> replica.setPriority(JournalStore.readId(in), in.readLong());
      case USERS_CANCEL -> replica.cancel(JournalStore.readId(in), in.readUTF());
      case TIME -> pass(Duration.ofMillis(in.readLong()));
      case ACQUIRE -> replica.acquire(new InstanceSetId(in.readUTF()), "replayed");
      case RENEW -> replica.renew(JournalStore.readOwner(in));
      case RELEASE -> replica.release(JournalStore.readOwner(in));
      case LOCK -> replica.lock(JournalStore.readOwner(in), JournalStore.readId(in));
      case CANCEL ->
          replica.cancel(JournalStore.readOwner(in), JournalStore.readId(in), in.readUTF());
      default -> replay(kind, JournalStore.readOwner(in), in);
    }
  }

  private void replay(Kind kind, Owner owner, DataInputStream in)
      throws IOException, ControllerException {
    Attempt attempt = JournalStore.readAttempt(in);
    switch (kind) {
      case UNLOCK -> replica.unlock(owner, attempt, UnlockReason.valueOf(in.readUTF()));
      case START -> replica.recordStart(owner, attempt, JournalStore.readInstance(in));
      case START_AT_PRICE ->
          replica.recordStart(
              owner, attempt, JournalStore.readInstance(in), new BigDecimal(in.readUTF()));
      case RUNNING ->
          replica.recordRunning(
              owner, attempt, JournalStore.readInstance(in), Instant.parse(in.readUTF()));
      case RESULT ->
          replica.recordResult(
              owner, attempt, JournalStore.readInstance(in), JournalCodec.readResult(in));
      case REQUEUE ->
          replica.requeue(owner, attempt, RequeueReason.valueOf(in.readUTF()), in.readUTF());
      default -> throw new IOException("unknown change " + kind);
    }
  }

  synchronized void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
