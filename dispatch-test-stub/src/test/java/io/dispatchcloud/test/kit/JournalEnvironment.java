package io.dispatchcloud.test.kit;

import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.queue.ContainerController;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A journal in a file of its own. */
final class JournalEnvironment implements StoreEnvironment {
  private final Path file = Files.createTempFile("dispatch-kit", ".journal");
  private final JournalStore store = new JournalStore(file);

  JournalEnvironment() throws IOException {}

  @Override
  public ContainerController controller() {
    return store;
  }

  @Override
  public void submit(ContainerSpec spec) throws Exception {
    store.submit(spec);
  }

  @Override
  public void setPriority(ContainerId id, long priority) throws Exception {
    store.setPriority(id, priority);
  }

  @Override
  public void cancel(ContainerId id, String reason) throws Exception {
    store.cancel(id, reason);
  }

  @Override
  public void passTime(Duration time) throws Exception {
    store.passTime(time);
  }

  @Override
  public String location() {
    return file.toString();
  }

  @Override
  public void end() throws IOException {
    store.close();
    Files.delete(file);
  }
}
