package io.dispatchcloud.test.kit;

import io.dispatchcloud.api.queue.ContainerController;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The kit, extended for a store of which each process has a copy of its own. */
final class StrangersKit extends ContainerControllerKit {
  @Override
  protected StoreEnvironment environment() throws IOException {
    return new JournalEnvironment();
  }

  @Override
  protected StoreClaims claims() {
    return JournalStoreKitTest.CLAIMS;
  }

  @Override
  protected ContainerController attach(String location) throws IOException {
    Path copy = Files.createTempFile("dispatch-kit", ".copy");
    copy.toFile().deleteOnExit();
    Files.copy(Path.of(location), copy, StandardCopyOption.REPLACE_EXISTING);
    return new JournalStore(copy);
  }
}
