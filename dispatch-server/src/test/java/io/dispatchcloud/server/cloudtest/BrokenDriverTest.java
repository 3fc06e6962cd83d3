package io.dispatchcloud.server.cloudtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.server.run.Interrupts;
import io.dispatchcloud.server.run.Signals;
import io.dispatchcloud.test.stub.StubBehavior;
import io.dispatchcloud.test.stub.StubDriver;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Checking an account whose driver or provider is broken")
class BrokenDriverTest {
  private static final String WAY_OUT =
      "way out: destroy them by hand, or by: ./dispatch cloudtest --config account.yaml"
          + " --instance-set-id checked --destroy-existing";

  private final StubDriver cloud = new StubDriver(StubBehavior.builder().build());
  private final Bent driver = new Bent(cloud);
  private final Account account = new Account(cloud, driver);

  @AfterEach
  void close() {
    account.close();
  }

  private static RuntimeException bug() {
    return new IllegalStateException("a bug");
  }

  private void bendInstances(UnaryOperator<String> user, Runnable beforeDestroy) {
    driver.afterCreate = made -> new BentInstance(made, user, beforeDestroy);
    driver.listed = driver.afterCreate;
  }

  @Test
  @DisplayName("destroys what a create made that ended by an exception no driver may throw")
  void createBreaks() throws Exception {
    driver.afterCreate =
        made -> {
          throw bug();
        };

    assertThat(account.check()).isEqualTo(1);

    assertThat(account.step("create")).isEqualTo("failed java.lang.IllegalStateException: a bug");
    assertThat(account.told.toString()).contains("way out: no driver may fail so");
    assertThat(account.step("destroy")).isEqualTo("ok gone: stub-00001");
    assertThat(cloud.vms()).hasSize(1);
    assertThat(cloud.livingVms()).isEmpty();
  }

  @Test
  @DisplayName("destroys what a create made that ended by an Error")
  void createEndsByAnError() throws Exception {
    driver.afterCreate =
        made -> {
          throw new NoClassDefFoundError("missing");
        };

    assertThat(account.check()).isEqualTo(1);

    assertThat(account.step("destroy")).isEqualTo("ok gone: stub-00001");
    assertThat(cloud.livingVms()).isEmpty();
  }

  @Test
  @DisplayName("destroys what it made when something breaks while it is used")
  void useBreaks() throws Exception {
    driver.listed =
        listed -> {
          if (cloud.livingVms().size() == 1 && account.step("listing").isEmpty()) {
            throw new AssertionError("broken");
          }
          return listed;
        };

    assertThat(account.check()).isEqualTo(1);

    assertThat(account.step("listing")).isEqualTo("failed java.lang.AssertionError: broken");
    assertThat(account.step("destroy")).isEqualTo("ok gone: stub-00001");
    assertThat(cloud.livingVms()).isEmpty();
  }

  @Test
  @DisplayName("tries to destroy it again when that broke, and names it when it never worked")
  void destroyBreaks() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    bendInstances(
        user -> user,
        () -> {
          if (tries.incrementAndGet() == 1) {
            throw bug();
          }
        });
    assertThat(account.check()).isZero();
    assertThat(account.step("destroy")).isEqualTo("ok gone: stub-00001");

    bendInstances(
        user -> user,
        () -> {
          throw bug();
        });
    assertThat(account.check()).isEqualTo(1);
    assertThat(account.told.toString())
        .contains(
            "may still be there: stub-00002; the last failure:"
                + " java.lang.IllegalStateException: a bug",
            WAY_OUT);
  }

  @Test
  @DisplayName("tells of a provider that can't be let go of, and is not well then")
  void closeBreaks() throws Exception {
    driver.onClose =
        () -> {
          throw bug();
        };

    assertThat(account.check()).isEqualTo(1);

    assertThat(account.step("close")).isEqualTo("failed java.lang.IllegalStateException: a bug");
    assertThat(account.told.toString()).endsWith("Not all is well; see above.\n");
  }

  @Test
  @DisplayName("sweeps up as a step of its own")
  void sweeps() throws Exception {
    driver.sweeper = () -> List.of("vol-1", "vol-2");

    assertThat(account.check()).isZero();

    assertThat(account.step("sweep")).isEqualTo("ok removed: vol-1, vol-2");
  }

  @Test
  @DisplayName("is not well when sweeping up fails")
  void sweepFails() throws Exception {
    driver.sweeper =
        () -> {
          throw new CloudException("no permission to list volumes");
        };
    assertThat(account.check()).isEqualTo(1);
    assertThat(account.step("sweep")).isEqualTo("failed no permission to list volumes");
    assertThat(account.told.toString())
        .contains("way out: something may be left over")
        .endsWith("Not all is well; see above.\n");

    driver.sweeper =
        () -> {
          throw bug();
        };
    assertThat(account.check()).isEqualTo(1);
    assertThat(account.told.toString()).contains("failed  sweep ");
  }

  @Test
  @DisplayName("SSH-4 gives up at once where another machine answers")
  void stranger() throws Exception {
    driver.beforeCreate =
        request ->
            Bent.with(request, request.initCommand().replaceFirst("[0-9a-f]{40}", "0".repeat(40)));

    assertThat(account.patient().check()).isEqualTo(1);

    assertThat(account.step("host key")).startsWith("failed ").contains("bad instance secret");
    assertThat(account.told.toString()).contains("another machine answers there");
    assertThat(account.progress.toString()).as("nothing was waited for").isEmpty();
    assertThat(cloud.livingVms()).isEmpty();
  }

  @Test
  @DisplayName("gives up soon where the secret is never written, or logins are refused")
  void refusals() throws Exception {
    driver.beforeCreate = request -> Bent.with(request, "true");
    assertThat(account.patient().check(Signals.none(), new Hasty(Duration.ofSeconds(5))))
        .isEqualTo(1);
    assertThat(account.told.toString())
        .containsPattern("failed  host key +2m[0-9]+s +.*bad instance secret");

    driver.beforeCreate = request -> request;
    bendInstances(user -> "nobody", () -> {});
    assertThat(account.check(Signals.none(), new Hasty(Duration.ofSeconds(5)))).isEqualTo(1);
    assertThat(account.told.toString())
        .containsPattern("failed  host key +2m[0-9]+s +.*refused the login of 'nobody'")
        .contains("way out: does the image have that user, and take keys");
    assertThat(account.progress.toString()).contains("waiting: host key, ", " of 10m\n");
  }

  @Test
  @DisplayName("goes on where logins are refused only at first")
  void refusedAtFirst() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    bendInstances(user -> asked.incrementAndGet() < 12 ? "nobody" : user, () -> {});

    assertThat(account.patient().check()).isZero();
    assertThat(asked).hasValueGreaterThanOrEqualTo(12);
  }

  @Test
  @DisplayName("waits at a second signal no more until it is gone, and says that it was destroyed")
  void secondSignal() throws Exception {
    cloud.change(StubBehavior.builder().shutdownTime(Duration.ofDays(1)).build());
    Interrupts interrupts = Signals.none();
    bendInstances(user -> user, () -> Signals.send(interrupts));
    driver.beforeCreate =
        request -> {
          Signals.send(interrupts);
          return request;
        };
    driver.sweeper = List::of;

    assertThat(account.patient().check(interrupts, InstantSource.system())).isEqualTo(130);

    assertThat(account.step("destroy"))
        .isEqualTo(
            "failed destroyed, but after a second signal not waited for until gone: stub-00001");
    assertThat(account.step("sweep"))
        .isEqualTo("failed after a second signal nothing was swept up");
    assertThat(account.told.toString()).contains(WAY_OUT);
  }

  @Test
  @DisplayName("says at a second signal that it does not know what a failed create made")
  void secondSignalAfterAFailedCreate() throws Exception {
    Interrupts interrupts = Signals.none();
    driver.beforeCreate =
        request -> {
          Signals.send(interrupts);
          Signals.send(interrupts);
          throw new CloudException("no answer");
        };

    assertThat(account.check(interrupts, InstantSource.system())).isEqualTo(130);

    assertThat(account.step("destroy"))
        .isEqualTo(
            "failed whether the failed create made an instance is not known: after a second signal"
                + " that was not waited for");
  }

  @Test
  @DisplayName("shows how long it waits for an instance to be gone, and says when it was not")
  void neverGone() throws Exception {
    cloud.change(StubBehavior.builder().shutdownTime(Duration.ofDays(1)).build());

    assertThat(account.patient().check(Signals.none(), new Hasty(Duration.ofSeconds(5))))
        .isEqualTo(1);

    assertThat(account.step("destroy"))
        .endsWith("destroyed, but not seen to be gone in 10m: stub-00001");
    assertThat(account.progress.toString()).contains("waiting: destroy, ", " of 10m\n");
  }

  @Test
  @DisplayName("gives commands that can be copied into a shell, whatever the file is called")
  void quoted() throws Exception {
    driver.afterCreate = made -> new BentInstance(made, user -> user, this::fail);
    driver.listed = driver.afterCreate;

    assertThat(account.named("my account's.yaml").check()).isEqualTo(1);

    assertThat(account.told.toString())
        .contains("--config 'my account'\\''s.yaml' --instance-set-id checked --destroy-existing");
  }

  private void fail() {
    throw bug();
  }
}
