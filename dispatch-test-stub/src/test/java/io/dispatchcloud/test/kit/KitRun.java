package io.dispatchcloud.test.kit;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What comes of a kit when JUnit runs it within a test. */
final class KitRun implements TestExecutionListener {
  private final Set<String> failed = new TreeSet<>();
  private final Set<String> passed = new TreeSet<>();

  private KitRun() {}

  /** Runs all of it. */
  static KitRun of(Class<?> kit) {
    return of(DiscoverySelectors.selectClass(kit));
  }

  /** Runs one test of it, which is found by its number among those that there are for claims. */
  static <C, B> KitRun of(
      Class<?> kit, Map<String, List<KitTest<C, B>>> factories, C claims, String number) {
    for (Map.Entry<String, List<KitTest<C, B>>> factory : factories.entrySet()) {
      List<String> numbers =
          factory.getValue().stream()
              .filter(test -> test.exists().test(claims))
              .map(KitTest::number)
              .toList();
      if (numbers.contains(number)) {
        String id =
            "[engine:junit-jupiter]/[class:%s]/[test-factory:%s()]/[dynamic-test:#%d]"
                .formatted(kit.getName(), factory.getKey(), numbers.indexOf(number) + 1);
        return of(DiscoverySelectors.selectUniqueId(id));
      }
    }
    throw new AssertionError("there is no test " + number);
  }

  private static KitRun of(DiscoverySelector selector) {
    KitRun run = new KitRun();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(List.of(selector)).build();
    LauncherFactory.create().execute(request, run);
    return run;
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    String number = test.getDisplayName().split(" ", 2)[0];
    if (result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
      failed.add(number);
    } else if (test.isTest()) {
      passed.add(number);
    }
  }

  /** The numbers of the tests that failed. */
  Set<String> failed() {
    return failed;
  }

  /** The numbers of the tests that passed. */
  Set<String> passed() {
    return passed;
  }
}
