package io.dispatchcloud.test.kit;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.dispatchcloud.api.cloud.InstanceSetId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Holds a driver to the contract of {@link io.dispatchcloud.api.cloud} (section 4 of the rules). An
 * author extends it, hands in an environment and claims; each numbered test then runs in an
 * environment of its own:
 *
 * <pre>{@code
 * class AcmeDriverTest extends DriverConformanceKit {
 *   @Override
 *   protected DriverEnvironment environment() {
 *     return live().isPresent() ? new AcmeAccount(live().get()) : new AcmeFake();
 *   }
 *
 *   @Override
 *   protected DriverClaims claims() {
 *     return DriverClaims.builder()
 *         .claim(DriverClaim.TAG_CHANGES, DriverClaim.FOUND_BY_NAME)
 *         .build();
 *   }
 * }
 * }</pre>
 *
 * <p>Everything that the kit makes carries an instance set id of its own, which begins with {@code
 * kit-}; it destroys all that at the end of each test, and looks again at the end of all, whatever
 * became of the tests. It never sleeps: what is eventually consistent has {@link #patience}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("exports") // whoever extends this has JUnit
public abstract class DriverConformanceKit {
  private final KitSets sets = new KitSets();

  /** For subclasses. */
  protected DriverConformanceKit() {}

  /**
   * Makes the driver and its provider for one test.
   *
   * @return an environment that the kit closes
   * @throws Exception if there can be none, which fails the test
   */
  protected abstract DriverEnvironment environment() throws Exception;

  /**
   * Tells what the driver can, and the environment can show.
   *
   * @return the same each time
   */
  protected abstract DriverClaims claims();

  /**
   * How long the provider may take until a listing shows what was done.
   *
   * @return a minute; more for a slow cloud
   */
  protected Duration patience() {
    return Duration.ofMinutes(1);
  }

  /**
   * How long one test may take: a driver that hangs fails.
   *
   * @return five minutes; more for a slow cloud
   */
  protected Duration testLimit() {
    return Duration.ofMinutes(5);
  }

  /**
   * Whether to test against a real account.
   *
   * @return what the system property {@code dispatch.live} says; empty if it is not set
   */
  protected static Optional<String> live() {
    return Optional.ofNullable(System.getProperty("dispatch.live"));
  }

  @TestFactory
  @DisplayName("SET-1 opening")
  final Stream<DynamicTest> opening() {
    return tests(OpeningTests.ALL);
  }

  @TestFactory
  @DisplayName("SET-2 creating")
  final Stream<DynamicTest> creating() {
    return tests(CreatingTests.ALL);
  }

  @TestFactory
  @DisplayName("SET-2 listing")
  final Stream<DynamicTest> listing() {
    return tests(ListingTests.ALL);
  }

  @TestFactory
  @DisplayName("SET-2 many threads")
  final Stream<DynamicTest> threads() {
    return tests(ThreadTests.ALL);
  }

  @TestFactory
  @DisplayName("SET-2 closing")
  final Stream<DynamicTest> closing() {
    return tests(ClosingTests.ALL);
  }

  @TestFactory
  @DisplayName("SET-3 instances")
  final Stream<DynamicTest> instances() {
    return tests(InstanceTests.ALL);
  }

  @TestFactory
  @DisplayName("SET-4 failures")
  final Stream<DynamicTest> failures() {
    return tests(FailureTests.ALL);
  }

  @TestFactory
  @DisplayName("SET-5 what is somebody else's")
  final Stream<DynamicTest> foreign() {
    return tests(ForeignTests.ALL);
  }

  @TestFactory
  @DisplayName("SET-1 secrets")
  final Stream<DynamicTest> secrets() {
    return tests(SecretTests.ALL);
  }

  private Stream<DynamicTest> tests(List<KitTest<DriverClaims, DriverBench>> group) {
    DriverClaims claims = claims();
    return group.stream()
        .filter(test -> test.exists().test(claims))
        .map(test -> DynamicTest.dynamicTest(test.displayName(), () -> run(test, claims)));
  }

  private void run(KitTest<DriverClaims, DriverBench> test, DriverClaims claims) {
    assertTimeoutPreemptively(
        testLimit(),
        () -> {
          DriverBench bench =
              new DriverBench(environment(), claims, new Patience(patience()), sets);
          Ending.of(() -> test.body().run(bench), bench::end);
        },
        test::displayName);
  }

  /** Looks again for what a test that was cut short may have left. */
  @AfterAll
  final void sweep() throws Exception {
    for (InstanceSetId id : sets.notSwept()) {
      DriverBench bench = new DriverBench(environment(), claims(), new Patience(patience()), sets);
      Ending.of(
          () -> KitSets.sweep(bench.open(id), DriverBench.tags(id), bench.patience), bench::end);
    }
  }
}
