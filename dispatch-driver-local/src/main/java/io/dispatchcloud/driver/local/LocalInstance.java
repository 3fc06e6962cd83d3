package io.dispatchcloud.driver.local;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.cloud.PricePoint;
import io.dispatchcloud.api.executor.CommandRunner;
import io.dispatchcloud.api.executor.HostKey;
import io.dispatchcloud.api.executor.HostKeyVerdict;
import io.dispatchcloud.driver.local.ssh.LoopbackServer;
import io.dispatchcloud.driver.local.ssh.LoopbackServers;
import io.dispatchcloud.driver.local.ssh.ServerKey;
import io.dispatchcloud.driver.local.ssh.ServerSettings;
import java.io.IOException;
import java.net.BindException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One instance: its directory, its record, and its server while it has one. Calls that change it
 * wait for each other.
 */
final class LocalInstance implements Instance {
  private final InstanceDirectory directory;
  private final ServerKey key;
  private final HostKey hostKey;
  private final Consumer<LocalInstance> onDestroyed;
  private final ReentrantLock changing = new ReentrantLock();
  private volatile InstanceRecord data;
  private @Nullable LoopbackServer server;
  private boolean destroyed;
  private volatile boolean detached;

  LocalInstance(
      InstanceDirectory directory,
      InstanceRecord data,
      ServerKey key,
      Consumer<LocalInstance> onDestroyed) {
    this.directory = directory;
    this.data = data;
    this.key = key;
    this.hostKey = key.publicKey();
    this.onDestroyed = onDestroyed;
  }

  /** Starts its server on the port that it had; false if somebody else has that port now. */
  boolean serve(LoopbackServers servers) throws IOException {
    try {
      server = servers.start(settings(data.port(), servers));
      return true;
    } catch (BindException e) {
      return false;
    }
  }

  /** Starts its server on any port, and remembers that one; if it can't, no server is left. */
  void serveAnywhere(LoopbackServers servers) throws IOException {
    LoopbackServer started = servers.start(settings(0, servers));
    boolean remembered = false;
    try {
      InstanceRecord changed = data.withPort(started.port());
      directory.writeRecord(changed);
      data = changed;
      server = started;
      remembered = true;
    } finally {
      if (!remembered) {
        started.stop();
      }
    }
  }

  private ServerSettings settings(int port, LoopbackServers servers) {
    return new ServerSettings(
        port,
        key,
        remoteUser(),
        data.authorizedKey(),
        new ShellCommands(directory, servers.workers()));
  }

  /** From now on it may be another process's: nothing here is changed any more. */
  void detach() {
    detached = true;
  }

  private void checkAttached() throws CloudException {
    if (detached) {
      throw new CloudException(
          "the instance set of " + id() + " is closed; open it again, and list the instance anew");
    }
  }

  String idempotencyToken() {
    return data.idempotencyToken();
  }

  @Override
  public InstanceId id() {
    return directory.id();
  }

  @Override
  public String providerType() {
    return data.providerType();
  }

  @Override
  public Map<String, String> tags() {
    return data.tags();
  }

  @Override
  public void setTags(Map<String, String> tags) throws CloudException {
    changing.lock();
    try {
      checkAttached();
      if (destroyed) {
        throw new CloudException("the instance " + id() + " is gone");
      }
      InstanceRecord changed = data.withTags(tags);
      directory.writeRecord(changed);
      data = changed;
    } catch (IOException e) {
      throw new CloudException(
          "the tags of " + id() + " can't be written to " + directory + ": " + e, e);
    } finally {
      changing.unlock();
    }
  }

  @Override
  public List<PricePoint> priceHistory(InstanceType type) {
    return List.of();
  }

  @Override
  public Optional<String> address() {
    return Optional.of("127.0.0.1:" + data.port());
  }

  @Override
  public String remoteUser() {
    return CommandEnvironment.user();
  }

  @Override
  public HostKeyVerdict verifyHostKey(HostKey shown, CommandRunner connection) {
    boolean same =
        MessageDigest.isEqual(hostKey.bytes(), shown.bytes())
            && hostKey.algorithm().equals(shown.algorithm());
    return same ? HostKeyVerdict.ACCEPTED : HostKeyVerdict.REFUSED;
  }

  @Override
  public void destroy() throws CloudException {
    changing.lock();
    try {
      if (destroyed) {
        return;
      }
      checkAttached();
      // First the server, so that nothing new is started while the rest is ended.
      if (server != null) {
        server.stop();
      }
      directory.remove();
      destroyed = true;
      onDestroyed.accept(this);
    } finally {
      changing.unlock();
    }
  }

  @Override
  public String toString() {
    return id() + " at 127.0.0.1:" + data.port();
  }
}
