package io.dispatchcloud.driver.gce;

import com.google.cloud.compute.v1.Errors;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.test.kit.Fault;
import io.dispatchcloud.test.kit.Faults;
import java.net.URI;
import java.util.Optional;

/** The faults of the kit, as Compute Engine has them. */
final class KitFaults implements Faults {

  private final FakeGce fake;

  KitFaults(FakeGce fake) {
    this.fake = fake;
  }

  static boolean isCreate(String verb, URI uri) {
    return isCreate(verb, uri.getPath());
  }

  static boolean isListing(String verb, URI uri) {
    return verb.equals("GET") && uri.getPath().endsWith("/aggregated/instances");
  }

  static boolean isCreate(String verb, String path) {
    return verb.equals("POST") && path.endsWith("/instances");
  }

  @Override
  public void begin(Fault fault, InstanceType type) {
    FakeFaults faults = fake.faults;
    switch (fault) {
      case CREATES_RATE_LIMITED ->
          faults.refuse(
              KitFaults::isCreate, new FakeError(403, "rateLimitExceeded", "Rate Limit Exceeded"));
      case LISTINGS_RATE_LIMITED ->
          faults.refuse(
              KitFaults::isListing,
              new FakeError(
                  429,
                  "RATE_LIMIT_EXCEEDED",
                  "Quota exceeded for quota metric 'List requests' and limit 'List requests per"
                      + " minute' of service 'compute.googleapis.com'"));
      case QUOTA_REACHED -> later(FakeFaults.quota("CPUS"));
      case NO_CAPACITY_IN_GROUP -> later(FakeFaults.quota("N2_CPUS"));
      case NO_CAPACITY_FOR_TYPE ->
          faults.failLater(zone -> Optional.of(FakeFaults.exhausted(zone)));
      case CREATES_FAIL ->
          faults.refuse(
              KitFaults::isCreate,
              new FakeError(400, "invalid", "Invalid value for field 'resource'"));
      case CREATE_ANSWERS_LOST -> faults.loseAnswers(KitFaults::isCreate);
      case LISTINGS_FAIL -> fake.project.trouble(FakePages.Trouble.ZONE_UNREACHABLE);
      case LISTINGS_BREAK_OFF -> fake.project.trouble(FakePages.Trouble.SECOND_PAGE_FAILS);
      case DESTROYS_FAIL ->
          faults.refuse(
              (verb, uri) -> verb.equals("DELETE"),
              new FakeError(
                  403, "forbidden", "Required 'compute.instances.delete' permission for 'x'"));
      case TAGGING_FAILS ->
          faults.refuse(
              (verb, uri) -> uri.getPath().endsWith("/setLabels"),
              new FakeError(400, "resourceNotReady", "The resource is not ready"));
      case CALLS_HANG -> faults.hang((verb, path) -> true);
      default -> throw new IllegalArgumentException("not claimed: " + fault);
    }
  }

  private void later(Errors error) {
    fake.faults.failLater(zone -> Optional.of(error));
  }

  @Override
  public void end() {
    fake.faults.end();
    // What comes next is cleaned up, a thousand instances now and then.
    fake.faults.looksUntilDone(0);
    fake.project.trouble(FakePages.Trouble.NONE);
  }

  @Override
  public int hanging() {
    return fake.faults.hanging();
  }
}
