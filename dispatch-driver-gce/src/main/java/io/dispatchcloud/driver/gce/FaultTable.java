package io.dispatchcloud.driver.gce;

import static io.dispatchcloud.driver.gce.Meaning.BUSY;
import static io.dispatchcloud.driver.gce.Meaning.CONFLICT;
import static io.dispatchcloud.driver.gce.Meaning.EXISTS;
import static io.dispatchcloud.driver.gce.Meaning.GONE;
import static io.dispatchcloud.driver.gce.Meaning.GROUP_QUOTA;
import static io.dispatchcloud.driver.gce.Meaning.NOT_IN_ZONE;
import static io.dispatchcloud.driver.gce.Meaning.NO_SUCH_METHOD;
import static io.dispatchcloud.driver.gce.Meaning.ORDINARY;
import static io.dispatchcloud.driver.gce.Meaning.QUOTA;
import static io.dispatchcloud.driver.gce.Meaning.RATE_LIMIT;
import static io.dispatchcloud.driver.gce.Meaning.ZONE_FULL;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Every code of Compute Engine that means something to the dispatcher (GCE-5). The first row that
 * fits counts. Answers write codes as {@code quotaExceeded}, operations as {@code QUOTA_EXCEEDED}:
 * both are compared without regard to case and underscores.
 */
final class FaultTable {
  /**
   * One row: what must be seen, and what it means.
   *
   * @param code one of the fault's codes, or its HTTP status; empty for any
   * @param message must be found in the message; empty for any
   * @param metric must be the whole metric; empty for any
   * @param meaning what it means
   */
  record Row(String code, Pattern message, Pattern metric, Meaning meaning) {
    boolean fits(Fault fault) {
      return fitsCode(fault)
          && message.matcher(fault.message()).find()
          && metric.matcher(fault.metric()).find();
    }

    private boolean fitsCode(Fault fault) {
      return code.isEmpty()
          || code.equals(Integer.toString(fault.status()))
          || fault.codes().stream().anyMatch(each -> plain(each).equals(plain(code)));
    }
  }

  private static final String ANY = "";

  /** A limit on one machine family or on one kind of GPU, by either naming scheme. */
  private static final String FAMILY_METRIC =
      "(?i)^(?:compute\\.googleapis\\.com/)?(?:PREEMPTIBLE_)?"
          + "(?:[A-Z]+[0-9]+[A-Z]*_CPUS|CPUS_PER_VM_FAMILY|(?:[A-Z0-9]+_)*GPUS"
          + "|GPUS_PER_GPU_FAMILY|GPUS_ALL_REGIONS|[A-Z]+[0-9]+[A-Z]*_INSTANCES)$";

  private static final String CALL_QUOTA =
      "(?i)quota exceeded for quota (?:metric|group)|per minute";
  private static final String NO_MACHINE_TYPE =
      "(?i)machine type .*does not exist in zone|'resource\\.machineType'"
          + "|machine type .*is not (?:available|supported) in zone";

  static final List<Row> ROWS =
      List.of(
          row("429", ANY, ANY, RATE_LIMIT),
          row("rateLimitExceeded", ANY, ANY, RATE_LIMIT),
          row("userRateLimitExceeded", ANY, ANY, RATE_LIMIT),
          row("dailyLimitExceeded", ANY, ANY, RATE_LIMIT),
          row("CONCURRENT_OPERATIONS_QUOTA_EXCEEDED", ANY, ANY, RATE_LIMIT),
          row("RESOURCE_OPERATION_RATE_EXCEEDED", ANY, ANY, RATE_LIMIT),
          row("OPERATION_RATE_EXCEEDED", ANY, ANY, RATE_LIMIT),
          row("quotaExceeded", CALL_QUOTA, ANY, RATE_LIMIT),
          row("quotaExceeded", ANY, FAMILY_METRIC, GROUP_QUOTA),
          row("quotaExceeded", ANY, ANY, QUOTA),
          row("REGION_QUOTA_EXCEEDED", ANY, ANY, QUOTA),
          row("limitExceeded", ANY, ANY, QUOTA),
          row("IP_SPACE_EXHAUSTED", ANY, ANY, QUOTA),
          row("IP_SPACE_EXHAUSTED_WITH_DETAILS", ANY, ANY, QUOTA),
          row("ZONE_RESOURCE_POOL_EXHAUSTED", ANY, ANY, ZONE_FULL),
          row("ZONE_RESOURCE_POOL_EXHAUSTED_WITH_DETAILS", ANY, ANY, ZONE_FULL),
          row("RESOURCE_POOL_EXHAUSTED", ANY, ANY, ZONE_FULL),
          row("insufficientCapacity", ANY, ANY, ZONE_FULL),
          row("resource_availability", ANY, ANY, ZONE_FULL),
          row("stockout", ANY, ANY, ZONE_FULL),
          row(ANY, "does not have enough resources available to fulfill", ANY, ZONE_FULL),
          row("invalid", NO_MACHINE_TYPE, ANY, NOT_IN_ZONE),
          row("notFound", NO_MACHINE_TYPE, ANY, NOT_IN_ZONE),
          row("INVALID_FIELD_VALUE", NO_MACHINE_TYPE, ANY, NOT_IN_ZONE),
          row("alreadyExists", ANY, ANY, EXISTS),
          row("RESOURCE_ALREADY_EXISTS", ANY, ANY, EXISTS),
          row("resourceNotReady", ANY, ANY, BUSY),
          row("412", ANY, ANY, CONFLICT),
          row("conditionNotMet", ANY, ANY, CONFLICT),
          row("notFound", ANY, ANY, GONE),
          row("RESOURCE_NOT_FOUND", ANY, ANY, GONE),
          row("404", ANY, ANY, GONE),
          row("405", ANY, ANY, NO_SUCH_METHOD),
          row("501", ANY, ANY, NO_SUCH_METHOD),
          // These are known to have no answer but a person's: they are not worth a line in the log.
          row("forbidden", ANY, ANY, ORDINARY),
          row("required", ANY, ANY, ORDINARY),
          row("invalid", ANY, ANY, ORDINARY),
          row("badRequest", ANY, ANY, ORDINARY),
          row("accessNotConfigured", ANY, ANY, ORDINARY),
          row("SERVICE_DISABLED", ANY, ANY, ORDINARY),
          row("authError", ANY, ANY, ORDINARY),
          row("insufficientPermissions", ANY, ANY, ORDINARY),
          row("PERMISSIONS_ERROR", ANY, ANY, ORDINARY),
          row("INVALID_USAGE", ANY, ANY, ORDINARY),
          row("INVALID_FIELD_VALUE", ANY, ANY, ORDINARY),
          row("UNSUPPORTED_OPERATION", ANY, ANY, ORDINARY),
          row("resourceInUseByAnotherResource", ANY, ANY, ORDINARY),
          row("backendError", ANY, ANY, ORDINARY),
          row("internalError", ANY, ANY, ORDINARY));

  private FaultTable() {}

  private static Row row(String code, String message, String metric, Meaning meaning) {
    return new Row(code, Pattern.compile(message), Pattern.compile(metric), meaning);
  }

  private static String plain(String code) {
    return code.toLowerCase(Locale.ROOT).replace("_", "");
  }

  /** What a fault means; empty if its codes are in no row. */
  static Optional<Meaning> find(Fault fault) {
    return ROWS.stream().filter(row -> row.fits(fault)).map(Row::meaning).findFirst();
  }
}
