package io.dispatchcloud.test.kit;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.dispatchcloud.api.queue.ContainerController;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Holds a container store to the contract of {@link ContainerController} (sections 1 and 9 of the
 * rules). An author extends it, hands in an environment and claims; each numbered test then runs in
 * an environment of its own:
 *
 * <pre>{@code
 * class AcmeStoreTest extends ContainerControllerKit {
 *   @Override
 *   protected StoreEnvironment environment() throws Exception {
 *     return new AcmeDatabase();
 *   }
 *
 *   @Override
 *   protected StoreClaims claims() {
 *     return StoreClaims.builder().claim(StoreClaim.SHARED_BETWEEN_PROCESSES).build();
 *   }
 *
 *   @Override
 *   protected ContainerController attach(String location) throws Exception {
 *     return AcmeDatabase.controllerAt(location);
 *   }
 * }
 * }</pre>
 */
@SuppressWarnings("exports") // whoever extends this has JUnit
public abstract class ContainerControllerKit {
  /** For subclasses; those that claim sharing need a constructor without parameters. */
  protected ContainerControllerKit() {}

  /**
   * Makes an empty store for one test.
   *
   * @return an environment that the kit ends
   * @throws Exception if there can be none, which fails the test
   */
  protected abstract StoreEnvironment environment() throws Exception;

  /**
   * Tells what the store can, and the environment can show.
   *
   * @return the same each time
   */
  protected abstract StoreClaims claims();

  /**
   * Opens the store of an environment that lives in another process. Called where {@link
   * StoreClaim#SHARED_BETWEEN_PROCESSES} is claimed, in a JVM that the kit starts with the class
   * path of this one.
   *
   * @param location what {@link StoreEnvironment#location} said there
   * @return the open store
   * @throws Exception if it can't be opened, which fails the test
   */
  protected ContainerController attach(String location) throws Exception {
    throw new UnsupportedOperationException("attach: expected where sharing is claimed");
  }

  /**
   * How long a lease may take to run out, a change to be told, and a process to do its work.
   *
   * @return a minute; more for a slow store
   */
  protected Duration patience() {
    return Duration.ofMinutes(1);
  }

  /**
   * How long one test may take: a store that hangs fails.
   *
   * @return five minutes; more for a slow store
   */
  protected Duration testLimit() {
    return Duration.ofMinutes(5);
  }

  @TestFactory
  @DisplayName("CTR-1 CTR-2 POOL-23 states and results")
  final Stream<DynamicTest> states() {
    return tests(StateTests.ALL);
  }

  @TestFactory
  @DisplayName("CTR-3 CTR-4 CTR-6 CTR-7 attempts")
  final Stream<DynamicTest> attempts() {
    return tests(AttemptTests.ALL);
  }

  @TestFactory
  @DisplayName("CTR-7 retries")
  final Stream<DynamicTest> retries() {
    return tests(RetryTests.ALL);
  }

  @TestFactory
  @DisplayName("CTR-7 costs")
  final Stream<DynamicTest> costs() {
    return tests(CostTests.ALL);
  }

  @TestFactory
  @DisplayName("QUEUE-3 QUEUE-5 lists and changes")
  final Stream<DynamicTest> queue() {
    return tests(QueueTests.ALL);
  }

  @TestFactory
  @DisplayName("QUEUE-7 leases and fences")
  final Stream<DynamicTest> leases() {
    return tests(LeaseTests.ALL);
  }

  @TestFactory
  @DisplayName("CTR-1 CTR-7 contention")
  final Stream<DynamicTest> contention() {
    return tests(ContentionTests.ALL);
  }

  @TestFactory
  @DisplayName("QUEUE-7 CTR-1 crashes and processes")
  final Stream<DynamicTest> crashes() {
    return tests(CrashTests.ALL);
  }

  private Stream<DynamicTest> tests(List<KitTest<StoreClaims, StoreBench>> group) {
    StoreClaims claims = claims();
    return group.stream()
        .filter(test -> test.exists().test(claims))
        .map(test -> DynamicTest.dynamicTest(test.displayName(), () -> run(test, claims)));
  }

  private void run(KitTest<StoreClaims, StoreBench> test, StoreClaims claims) {
    assertTimeoutPreemptively(
        testLimit(),
        () -> {
          StoreBench bench =
              new StoreBench(environment(), claims, new Patience(patience()), getClass());
          Ending.of(() -> test.body().run(bench), bench::end);
        },
        test::displayName);
  }
}
