package io.dispatchcloud.core.ssh;

import static org.awaitility.Awaitility.await;

import io.dispatchcloud.api.config.Secret;
import io.dispatchcloud.api.executor.Executor;
import io.dispatchcloud.api.executor.ExecutorContext.Limits;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A real sshd, a key that it knows, and an executor. */
abstract class OpenSshFixture {
  @TempDir Path folder;
  final TestContext context = new TestContext();
  final Secret key = PrivateKeys.generateEd25519();
  OpenSshServer server;
  Executor executor;

  @AfterEach
  void stopServer() {
    if (executor != null) {
      executor.close();
    }
    if (server != null) {
      server.close();
    }
  }

  void start(Limits limits, String... options) throws Exception {
    server = new OpenSshServer(folder, List.of(PrivateKeys.publicKeyLine(key)), options);
    await().until(server::answers);
    executor = context.open(limits, key, target());
  }

  TestTarget target() {
    return target(server.port());
  }

  TestTarget target(int port) {
    return TestTarget.at(port).as(System.getProperty("user.name"));
  }
}
