package io.dispatchcloud.driver.gce;

import com.google.cloud.compute.v1.ErrorDetails;
import com.google.cloud.compute.v1.ErrorInfo;
import com.google.cloud.compute.v1.Errors;
import com.google.cloud.compute.v1.QuotaExceededInfo;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;
import java.util.function.Function;

/** What is to go wrong at the fake, from now on until {@link #end}. Thread-safe. */
final class FakeFaults {
  /** What is to become of a request. */
  enum Outcome {
    ANSWERED,
    /** Nothing is done, and there is no answer. */
    CUT,
    /** It is done, but there is no answer. */
    DONE_AND_CUT
  }

  /** One kind of request that is answered with a failure. */
  record Refusal(BiPredicate<String, URI> about, FakeError error) {}

  private final List<Refusal> refusals = new CopyOnWriteArrayList<>();
  private volatile BiPredicate<String, String> hangs = (verb, path) -> false;
  private volatile BiPredicate<String, String> lost = (verb, path) -> false;
  private volatile BiPredicate<String, String> cut = (verb, path) -> false;
  private volatile Function<String, Optional<Errors>> lateErrors = zone -> Optional.empty();
  private volatile String retryAfter = "";
  private volatile boolean broken;
  private volatile String instead = "";
  private volatile int looksUntilDone = 1;
  private volatile CountDownLatch released = new CountDownLatch(1);
  private final AtomicInteger hanging = new AtomicInteger();

  void end() {
    refusals.clear();
    hangs = (verb, path) -> false;
    lost = (verb, path) -> false;
    cut = (verb, path) -> false;
    lateErrors = zone -> Optional.empty();
    retryAfter = "";
    broken = false;
    instead = "";
    looksUntilDone = 1;
    released.countDown();
  }

  // What can be set.

  void refuse(BiPredicate<String, URI> about, FakeError error) {
    refusals.clear();
    refuseToo(about, error);
  }

  void refuseToo(BiPredicate<String, URI> about, FakeError error) {
    refusals.add(new Refusal(about, error));
  }

  void retryAfter(String value) {
    retryAfter = value;
  }

  void hang(BiPredicate<String, String> about) {
    released = new CountDownLatch(1);
    hangs = about;
  }

  /** Requests that are carried out, and then have no answer. */
  void loseAnswers(BiPredicate<String, String> about) {
    lost = about;
  }

  void cut(BiPredicate<String, String> about) {
    cut = about;
  }

  /** Answers that end in the middle. */
  void breakAnswers() {
    broken = true;
  }

  /** What is done is answered with something else. */
  void answerInstead(String body) {
    instead = body;
  }

  /** Creates in a zone are taken, and fail later. */
  void failLater(Function<String, Optional<Errors>> errors) {
    lateErrors = errors;
  }

  /** How often an operation must be asked for until it is done. */
  void looksUntilDone(int looks) {
    looksUntilDone = looks;
  }

  // What the server asks.

  int hanging() {
    return hanging.get();
  }

  int looksUntilDone() {
    return looksUntilDone;
  }

  String retryAfter() {
    return retryAfter;
  }

  Optional<Errors> lateError(String zone) {
    return lateErrors.apply(zone);
  }

  Outcome before(String verb, String path) throws IOException {
    if (hangs.test(verb, path)) {
      hanging.incrementAndGet();
      try {
        released.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("the fake was closed", e);
      } finally {
        hanging.decrementAndGet();
      }
    }
    if (cut.test(verb, path)) {
      return Outcome.CUT;
    }
    return lost.test(verb, path) ? Outcome.DONE_AND_CUT : Outcome.ANSWERED;
  }

  void refuse(String verb, URI uri) {
    for (Refusal each : refusals) {
      if (each.about().test(verb, uri)) {
        FakeError error = each.error();
        throw error;
      }
    }
  }

  String spoil(String answer) {
    if (!instead.isEmpty()) {
      return instead;
    }
    return broken ? answer.substring(0, answer.length() / 2) : answer;
  }

  // Errors of operations, as they were seen in the wild.

  static Errors quota(String metric) {
    return Errors.newBuilder()
        .setCode("QUOTA_EXCEEDED")
        .setMessage("Quota '" + metric + "' exceeded.  Limit: 24.0 in region us-central1.")
        .addErrorDetails(
            ErrorDetails.newBuilder()
                .setQuotaInfo(
                    QuotaExceededInfo.newBuilder()
                        .setMetricName(
                            "compute.googleapis.com/" + metric.toLowerCase(java.util.Locale.ROOT))
                        .setLimitName(metric + "-per-project-region")
                        .setLimit(24)
                        .putDimensions("region", "us-central1")))
        .build();
  }

  static Errors exhausted(String zone) {
    return Errors.newBuilder()
        .setCode("ZONE_RESOURCE_POOL_EXHAUSTED_WITH_DETAILS")
        .setMessage(
            "The zone 'projects/p/zones/"
                + zone
                + "' does not have enough resources available to fulfill the request.  '(resource"
                + " type:compute)'.")
        .addErrorDetails(
            ErrorDetails.newBuilder()
                .setErrorInfo(
                    ErrorInfo.newBuilder()
                        .setDomain("compute.googleapis.com")
                        .setReason("resource_availability")
                        .putMetadatas("zone", zone)))
        .build();
  }
}
