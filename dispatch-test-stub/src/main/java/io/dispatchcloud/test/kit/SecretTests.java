package io.dispatchcloud.test.kit;

import static io.dispatchcloud.test.kit.DriverTests.can;
import static io.dispatchcloud.test.kit.DriverTests.test;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.config.Parameter;
import io.dispatchcloud.api.config.Secret;
import java.util.ArrayList;
import java.util.List;

/** SET-1: secrets are in no log, no message and no text of an object. */
final class SecretTests {
  static final List<KitTest<DriverClaims, DriverBench>> ALL =
      List.of(
          test("SET-1.15", "no secret is logged or counted", SecretTests::logs),
          test("SET-1.16", "no secret is in the text of an object", SecretTests::texts),
          test("SET-1.17", "no secret is in a failure of a closed set", SecretTests::closed),
          test("SET-1.18", "no secret is told when the init command fails", SecretTests::initFails),
          test("SET-1.19", "no secret is in the failure of a create", SecretTests::failure)
              .where(can(Fault.CREATES_FAIL)),
          test("SET-1.20", "no secret is in a create's lost answer", SecretTests::lostAnswer)
              .where(can(Fault.CREATE_ANSWERS_LOST)));

  private SecretTests() {}

  /** The values of secret parameters, and the instance's own secret. */
  private static List<String> secrets(DriverBench bench) {
    List<String> secrets = new ArrayList<>(List.of(bench.secret));
    for (Parameter<?> parameter : bench.driver().parameters()) {
      Object value = bench.environment.parameters().get(parameter.name());
      if (parameter.isSecret() && value != null) {
        secrets.add(value instanceof Secret secret ? secret.reveal() : value.toString());
      }
    }
    return secrets;
  }

  private static void checkText(DriverBench bench, String where, String text) {
    for (String secret : secrets(bench)) {
      // Not the text itself, which would tell it once more.
      assertThat(text.contains(secret)).as("a secret is in " + where).isFalse();
    }
  }

  private static void checkLogs(DriverBench bench) {
    checkText(bench, "what was logged or counted", String.join("\n", bench.log.lines()));
    checkText(bench, "other logs", String.join("\n", bench.environment.logged()));
  }

  private static void checkFailure(DriverBench bench, Throwable failure) {
    checkText(bench, "an exception", RecordedLog.textOf(failure));
    checkLogs(bench);
  }

  private static void logs(DriverBench bench) throws Exception {
    Instance made = bench.made();
    made.destroy();
    bench.awaitGone(made.id());
    bench.closeSet();
    checkLogs(bench);
  }

  private static void texts(DriverBench bench) throws Exception {
    CreateRequest request = bench.request();
    Instance made = bench.set().create(request);
    checkText(bench, "an instance", made.toString());
    checkText(bench, "a listed instance", bench.listed(made.id()).toString());
    checkText(bench, "an instance set", bench.set().toString());
    checkText(bench, "the driver", bench.driver().toString());
    checkText(bench, "tags", made.tags().toString());
    checkText(bench, "the context", bench.context(bench.id(), DriverBench.ID_KEY).toString());
  }

  private static void closed(DriverBench bench) throws Exception {
    InstanceSet set = bench.set();
    bench.closeSet();
    checkFailure(
        bench, DriverTests.refused("creating in a closed set", () -> set.create(bench.request())));
  }

  /** Whether a create tells of that at all depends on who runs the command, and when. */
  private static void initFails(DriverBench bench) throws Exception {
    CreateRequest usual = bench.request();
    CreateRequest failing =
        new CreateRequest(
            usual.type(),
            usual.image(),
            usual.tags(),
            "echo " + bench.secret + " >&2; exit 3\n",
            usual.publicKey(),
            usual.idempotencyToken());
    try {
      bench.listed(bench.set().create(failing).id());
    } catch (CloudException e) {
      checkFailure(bench, e);
    }
    checkLogs(bench);
  }

  private static void failure(DriverBench bench) throws Exception {
    bench.during(
        Fault.CREATES_FAIL,
        during ->
            checkFailure(
                during,
                DriverTests.refused("a create", () -> during.set().create(during.request()))));
  }

  private static void lostAnswer(DriverBench bench) throws Exception {
    bench.during(
        Fault.CREATE_ANSWERS_LOST,
        during -> {
          try {
            checkText(during, "an instance", during.set().create(during.request()).toString());
          } catch (CloudException e) {
            checkFailure(during, e);
          }
        });
    checkLogs(bench);
  }
}
