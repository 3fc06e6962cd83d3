package io.dispatchcloud.test.kit;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.api.queue.ContainerController;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.Lease;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.api.queue.Page;
import io.dispatchcloud.api.queue.RequeueReason;
import io.dispatchcloud.api.queue.Subscription;
import io.dispatchcloud.api.queue.UnlockReason;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A store that many processes share: a file with every change that was made, under a lock, which
 * each process plays back into a store in memory. Its clock moves by what stands in the file.
 */
final class JournalStore implements ContainerController {
  private final Journal journal;

  JournalStore(Path file) throws IOException {
    this.journal = new Journal(file);
  }

  private static void write(DataOutputStream out, Owner owner) throws IOException {
    out.writeUTF(owner.instanceSetId().value());
    out.writeLong(owner.fence());
  }

  private static void write(DataOutputStream out, Owner owner, Attempt attempt) throws IOException {
    write(out, owner);
    out.writeUTF(attempt.container().value());
    out.writeLong(attempt.number());
  }

  // For users, and for the clock.

  void submit(ContainerSpec spec) throws ControllerException {
    journal.change(
        Journal.Kind.SUBMIT,
        out -> JournalCodec.write(out, spec),
        store -> {
          store.submit(spec);
          return spec;
        });
  }

  void setPriority(ContainerId id, long priority) throws ControllerException {
    journal.change(
        Journal.Kind.PRIORITY,
        out -> {
          out.writeUTF(id.value());
          out.writeLong(priority);
        },
        store -> store.setPriority(id, priority));
  }

  void cancel(ContainerId id, String reason) throws ControllerException {
    journal.change(
        Journal.Kind.USERS_CANCEL,
        out -> {
          out.writeUTF(id.value());
          out.writeUTF(reason);
        },
        store -> store.cancel(id, reason));
  }

  void passTime(Duration time) throws ControllerException {
    journal.change(
        Journal.Kind.TIME, out -> out.writeLong(time.toMillis()), store -> journal.pass(time));
  }

  // For dispatchers.

  @Override
  public Optional<Lease> acquire(InstanceSetId set, String holder) throws ControllerException {
    return journal.change(
        Journal.Kind.ACQUIRE,
        out -> out.writeUTF(set.value()),
        store -> store.acquire(set, holder));
  }

  @Override
  public Lease renew(Owner owner) throws ControllerException {
    return journal.change(
        Journal.Kind.RENEW, out -> write(out, owner), store -> store.renew(owner));
  }

  @Override
  public void release(Owner owner) throws ControllerException {
    journal.change(
        Journal.Kind.RELEASE,
        out -> write(out, owner),
        store -> {
          store.release(owner);
          return owner;
        });
  }

  @Override
  public Page<Container> locked(InstanceSetId set, String page) throws ControllerException {
    return journal.read(store -> store.locked(set, page));
  }

  @Override
  public Page<Container> queued(String page) throws ControllerException {
    return journal.read(store -> store.queued(page));
  }

  @Override
  public List<Container> byId(Collection<ContainerId> ids) throws ControllerException {
    return journal.read(store -> store.byId(ids));
  }

  @Override
  public Container lock(Owner owner, ContainerId id) throws ControllerException {
    return journal.change(
        Journal.Kind.LOCK,
        out -> {
          write(out, owner);
          out.writeUTF(id.value());
        },
        store -> store.lock(owner, id));
  }

  @Override
  public Container unlock(Owner owner, Attempt attempt, UnlockReason reason)
      throws ControllerException {
    return journal.change(
        Journal.Kind.UNLOCK,
        out -> {
          write(out, owner, attempt);
          out.writeUTF(reason.name());
        },
        store -> store.unlock(owner, attempt, reason));
  }

  @Override
  public RunSpec recordStart(Owner owner, Attempt attempt, InstanceId instance)
      throws ControllerException {
    return journal.change(
        Journal.Kind.START,
        out -> {
          write(out, owner, attempt);
          out.writeUTF(instance.value());
        },
        store -> store.recordStart(owner, attempt, instance));
  }

  @Override
  public RunSpec recordStart(Owner owner, Attempt attempt, InstanceId instance, BigDecimal price)
      throws ControllerException {
    return journal.change(
        Journal.Kind.START_AT_PRICE,
        out -> {
          write(out, owner, attempt);
          out.writeUTF(instance.value());
          out.writeUTF(price.toString());
        },
        store -> store.recordStart(owner, attempt, instance, price));
  }

  @Override
  public Container recordRunning(
      Owner owner, Attempt attempt, InstanceId instance, Instant startedAt)
      throws ControllerException {
    return journal.change(
        Journal.Kind.RUNNING,
        out -> {
          write(out, owner, attempt);
          out.writeUTF(instance.value());
          out.writeUTF(startedAt.toString());
        },
        store -> store.recordRunning(owner, attempt, instance, startedAt));
  }

  @Override
  public Container recordResult(Owner owner, Attempt attempt, InstanceId instance, RunResult result)
      throws ControllerException {
    return journal.change(
        Journal.Kind.RESULT,
        out -> {
          write(out, owner, attempt);
          out.writeUTF(instance.value());
          JournalCodec.write(out, result);
        },
        store -> store.recordResult(owner, attempt, instance, result));
  }

  @Override
  public Container requeue(Owner owner, Attempt attempt, RequeueReason reason, String detail)
      throws ControllerException {
    return journal.change(
        Journal.Kind.REQUEUE,
        out -> {
          write(out, owner, attempt);
          out.writeUTF(reason.name());
          out.writeUTF(detail);
        },
        store -> store.requeue(owner, attempt, reason, detail));
  }

  @Override
  public Container cancel(Owner owner, ContainerId id, String error) throws ControllerException {
    return journal.change(
        Journal.Kind.CANCEL,
        out -> {
          write(out, owner);
          out.writeUTF(id.value());
          out.writeUTF(error);
        },
        store -> store.cancel(owner, id, error));
  }

  static Owner readOwner(DataInputStream in) throws IOException {
    return new Owner(new InstanceSetId(in.readUTF()), in.readLong());
  }

  static ContainerId readId(DataInputStream in) throws IOException {
    return new ContainerId(in.readUTF());
  }

  static Attempt readAttempt(DataInputStream in) throws IOException {
    return new Attempt(readId(in), in.readLong());
  }

  static InstanceId readInstance(DataInputStream in) throws IOException {
    return new InstanceId(in.readUTF());
  }

  @Override
  public boolean tellsCosts() {
    return true;
  }

  /** It can't tell. */
  @Override
  public Subscription onChange(Runnable listener) {
    return () -> {};
  }

  @Override
  public void close() {
    journal.close();
  }
}
