package io.dispatchcloud.test.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceId;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Words that the tests of drivers have in common. */
final class DriverTests {
  private DriverTests() {}

  /** All of them, in the order of the page that lists them. */
  static List<KitTest<DriverClaims, DriverBench>> all() {
    return Stream.of(
            OpeningTests.ALL,
            SecretTests.ALL,
            CreatingTests.ALL,
            ListingTests.ALL,
            ThreadTests.ALL,
            ClosingTests.ALL,
            InstanceTests.ALL,
            FailureTests.ALL,
            ForeignTests.ALL)
        .flatMap(List::stream)
        .toList();
  }

  static KitTest<DriverClaims, DriverBench> test(
      String number, String title, KitTest.Body<DriverBench> body) {
    return KitTest.test(number, title, body);
  }

  static Predicate<DriverClaims> claimed(DriverClaim claim) {
    return claims -> claims.has(claim);
  }

  static Predicate<DriverClaims> unclaimed(DriverClaim claim) {
    return claims -> !claims.has(claim);
  }

  static Predicate<DriverClaims> can(Fault fault) {
    return claims -> claims.can(fault);
  }

  static List<InstanceId> ids(Collection<Instance> instances) {
    return instances.stream().map(Instance::id).toList();
  }

  /** A call that must fail with an exception of the contract, of this type and no narrower one. */
  static <E extends CloudException> E refused(Class<E> type, String what, Callable<?> call) {
    try {
      Object answer = call.call();
      return fail(what + ": expected " + type.getSimpleName() + ", but it returned " + answer);
    } catch (Exception e) {
      assertThat(e).as(what).isExactlyInstanceOf(type);
      return type.cast(e);
    }
  }

  /** A call that must fail with any exception of the contract. */
  static CloudException refused(String what, Callable<?> call) {
    try {
      Object answer = call.call();
      return fail(what + ": expected a CloudException, but it returned " + answer);
    } catch (Exception e) {
      assertThat(e).as(what).isInstanceOf(CloudException.class);
      return (CloudException) e;
    }
  }

  /** What has no answer of its own, as a call that has one. */
  interface Step {
    void run() throws Exception;
  }

  static Callable<String> step(Step step) {
    return () -> {
      step.run();
      return "without failing";
    };
  }
}
