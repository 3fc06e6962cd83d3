package io.dispatchcloud.driver.ec2;

import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.test.kit.Fault;
import io.dispatchcloud.test.kit.Faults;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** What goes wrong at the fake EC2, until it ends. */
final class FakeFaults implements Faults {
  static final String BROKEN = "<?xml version=\"1.0\"?><Response><requestId>1</reque";

  /** Decides for each request of an action whether it is refused; null for no. */
  interface Rule extends Function<Map<String, String>, ApiError> {}

  private final Map<String, Rule> rules = new ConcurrentHashMap<>();
  private final Map<String, BooleanSupplier> lost = new ConcurrentHashMap<>();
  private final Map<String, Function<Map<String, String>, String>> mangled =
      new ConcurrentHashMap<>();
  private final AtomicInteger hanging = new AtomicInteger();
  private volatile CountDownLatch gate = new CountDownLatch(0);

  @Override
  public void begin(Fault fault, InstanceType type) {
    switch (fault) {
      case CREATES_RATE_LIMITED -> refuse("RunInstances", throttled());
      case LISTINGS_RATE_LIMITED -> refuse("DescribeInstances", throttled());
      case QUOTA_REACHED ->
          refuse(
              "RunInstances",
              new ApiError(
                  "InstanceLimitExceeded",
                  "You have requested more instances (11) than your current instance limit of 10"
                      + " allows for the specified instance type."));
      case NO_CAPACITY_FOR_TYPE -> refuse("RunInstances", noCapacity());
      case NO_CAPACITY_IN_GROUP ->
          refuse(
              "RunInstances",
              new ApiError(
                  "VcpuLimitExceeded",
                  "You have requested more vCPU capacity than your current vCPU limit of 32 allows"
                      + " for the instance bucket that the specified instance type belongs to."));
      case CREATES_FAIL ->
          refuse("RunInstances", new ApiError("InvalidAMIID.Unavailable", "The image is gone"));
      case CREATE_ANSWERS_LOST -> lose("RunInstances");
      case LISTINGS_FAIL ->
          refuse(
              "DescribeInstances",
              new ApiError("InternalError", "An internal error has occurred", 500));
      case LISTINGS_BREAK_OFF ->
          mangle("DescribeInstances", request -> request.containsKey("NextToken") ? BROKEN : null);
      case DESTROYS_FAIL ->
          refuse(
              "TerminateInstances",
              new ApiError("OperationNotPermitted", "The instance may not be terminated."));
      case TAGGING_FAILS ->
          refuse(
              "CreateTags",
              new ApiError("UnauthorizedOperation", "You are not authorized to do this", 403));
      case CALLS_HANG -> gate = new CountDownLatch(1);
      default -> throw new AssertionError("not claimed: " + fault);
    }
  }

  static ApiError throttled() {
    return new ApiError("RequestLimitExceeded", "Request limit exceeded.", 503);
  }

  static ApiError noCapacity() {
    return new ApiError(
        "InsufficientInstanceCapacity",
        "We currently do not have sufficient m5.large capacity in the Availability Zone you"
            + " requested (us-test-1a).",
        500);
  }

  void refuse(String action, ApiError error) {
    rules.put(action, request -> error);
  }

  void refuseWhere(String action, Rule rule) {
    rules.put(action, rule);
  }

  /** Answers with something else where the function says so. */
  void mangle(String action, Function<Map<String, String>, String> answer) {
    mangled.put(action, answer);
  }

  void lose(String action) {
    loseWhere(action, () -> true);
  }

  /** Does what is asked, and hangs up without an answer, whenever the supplier says so. */
  void loseWhere(String action, BooleanSupplier whether) {
    lost.put(action, whether);
  }

  /** Calls hang from now on. */
  void hang() {
    gate = new CountDownLatch(1);
  }

  void before(String action, Map<String, String> request) throws InterruptedException {
    hanging.incrementAndGet();
    try {
      gate.await();
    } finally {
      hanging.decrementAndGet();
    }
    Rule rule = rules.get(action);
    ApiError error = rule == null ? null : rule.apply(request);
    if (error != null) {
      throw error;
    }
  }

  boolean losesAnswer(String action) {
    return lost.getOrDefault(action, () -> false).getAsBoolean();
  }

  /** What is answered instead of the truth; null for the truth. */
  String instead(String action, Map<String, String> request) {
    Function<Map<String, String>, String> other = mangled.get(action);
    return other == null ? null : other.apply(request);
  }

  @Override
  public void end() {
    rules.clear();
    lost.clear();
    mangled.clear();
    gate.countDown();
  }

  @Override
  public int hanging() {
    return gate.getCount() == 0 ? 0 : hanging.get();
  }
}
