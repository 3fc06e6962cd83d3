package io.dispatchcloud.driver.gce;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.compute.v1.ErrorDetails;
import com.google.cloud.compute.v1.ErrorInfo;
import com.google.cloud.compute.v1.Errors;
import com.google.cloud.compute.v1.Operation;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("GCE-5 what each code of Compute Engine means")
class FaultTableTest {
  private static Meaning meaning(Fault fault) {
    return FaultTable.find(fault).orElseThrow();
  }

  @ParameterizedTest(name = "HTTP {0} {1}: {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          429 | RATE_LIMIT_EXCEEDED | Quota exceeded for quota metric 'Queries' and limit 'Queries per minute' of service 'compute.googleapis.com' for consumer 'project_number:1'. | RATE_LIMIT
          429 | resourceExhausted   | | RATE_LIMIT
          403 | rateLimitExceeded   | Rate Limit Exceeded | RATE_LIMIT
          403 | userRateLimitExceeded | User Rate Limit Exceeded | RATE_LIMIT
          403 | dailyLimitExceeded  | Daily Limit Exceeded | RATE_LIMIT
          403 | quotaExceeded       | Quota exceeded for quota group 'ReadGroup' and limit 'Read requests per 100 seconds' | RATE_LIMIT
          403 | quotaExceeded       | Write requests per minute exceeded | RATE_LIMIT
          403 | CONCURRENT_OPERATIONS_QUOTA_EXCEEDED | Quota on concurrent operations exceeded for project p in location us-central1. | RATE_LIMIT
          403 | quotaExceeded       | Quota 'CPUS' exceeded.  Limit: 8.0 in region us-east1. | QUOTA
          403 | quotaExceeded       | Quota 'IN_USE_ADDRESSES' exceeded.  Limit: 8.0 in region us-east1. | QUOTA
          403 | quotaExceeded       | Quota 'SSD_TOTAL_GB' exceeded.  Limit: 500.0 in region us-central1. | QUOTA
          403 | quotaExceeded       | Quota 'PREEMPTIBLE_CPUS' exceeded.  Limit: 8.0 in region us-central1. | QUOTA
          403 | quotaExceeded       | Quota 'N2_CPUS' exceeded.  Limit: 8.0 in region europe-west1. | GROUP_QUOTA
          403 | quotaExceeded       | Quota 'PREEMPTIBLE_NVIDIA_T4_GPUS' exceeded.  Limit: 1.0 in region us-west1. | GROUP_QUOTA
          403 | limitExceeded       | Too many | QUOTA
          503 | insufficientCapacity | The zone is full | ZONE_FULL
          400 | invalid             | Invalid value for field 'resource.machineType': 'zones/a/machineTypes/x9'. The referenced resource does not exist. | NOT_IN_ZONE
          404 | notFound            | Machine type with name 'c3-standard-4' does not exist in zone 'us-central1-f'. | NOT_IN_ZONE
          400 | invalid             | Invalid value for field 'resource.name' | ORDINARY
          409 | alreadyExists       | The resource 'projects/p/zones/z/instances/i' already exists | EXISTS
          404 | notFound            | The resource 'projects/p/zones/z/instances/i' was not found | GONE
          404 |                     | | GONE
          400 | resourceNotReady    | The resource 'projects/p/zones/z/instances/i' is not ready | BUSY
          412 | conditionNotMet     | Labels fingerprint either invalid or resource labels have changed | CONFLICT
          400 | conditionNotMet     | Supplied fingerprint does not match current metadata fingerprint. | CONFLICT
          405 |                     | | NO_SUCH_METHOD
          501 | notImplemented      | | NO_SUCH_METHOD
          403 | forbidden           | Required 'compute.instances.create' permission for 'projects/p/zones/z/instances/i' | ORDINARY
          403 | accessNotConfigured | Compute Engine API has not been used in project 1 before or it is disabled. | ORDINARY
          403 | SERVICE_DISABLED    | | ORDINARY
          403 | insufficientPermissions | Request had insufficient authentication scopes. | ORDINARY
          401 | authError           | Invalid Credentials | ORDINARY
          401 | required            | Login Required. | ORDINARY
          400 | badRequest          | Invalid JSON payload received. | ORDINARY
          400 | resourceInUseByAnotherResource | The disk resource is already being used by 'i' | ORDINARY
          503 | backendError        | Backend Error | ORDINARY
          500 | internalError       | Internal Error | ORDINARY
          """)
  void answers(int status, String reason, String message, Meaning expected) {
    String body =
        new FakeError(status, reason == null ? "" : reason, message == null ? "" : message).body();
    assertThat(meaning(FaultReader.ofAnswer(status, body, null))).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0} {1}: {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          QUOTA_EXCEEDED | Quota 'CPUS' exceeded.  Limit: 24.0 in region us-central1. | | QUOTA
          QUOTA_EXCEEDED | Quota 'CPUS_ALL_REGIONS' exceeded.  Limit: 12.0 globally. | | QUOTA
          QUOTA_EXCEEDED | Quota 'INSTANCES' exceeded.  Limit: 24.0 in region us-central1. | | QUOTA
          QUOTA_EXCEEDED | Quota 'DISKS_TOTAL_GB' exceeded.  Limit: 4096.0 in region us-central1. | | QUOTA
          QUOTA_EXCEEDED | Quota 'C2D_CPUS' exceeded.  Limit: 24.0 in region us-central1. | | GROUP_QUOTA
          QUOTA_EXCEEDED | Quota 'M1_CPUS' exceeded.  Limit: 0.0 in region us-central1. | | GROUP_QUOTA
          QUOTA_EXCEEDED | Quota 'NVIDIA_A100_80GB_GPUS' exceeded.  Limit: 0.0 in region us-central1. | | GROUP_QUOTA
          QUOTA_EXCEEDED | Quota 'GPUS_ALL_REGIONS' exceeded.  Limit: 0.0 globally. | | GROUP_QUOTA
          QUOTA_EXCEEDED | Quota exceeded. metric name = compute.googleapis.com/cpus_per_vm_family; limit name = CPUS-PER-VM-FAMILY-per-project-region | | GROUP_QUOTA
          REGION_QUOTA_EXCEEDED | | | QUOTA
          IP_SPACE_EXHAUSTED | IP space of 'projects/p/regions/r/subnetworks/s' is exhausted. | | QUOTA
          IP_SPACE_EXHAUSTED_WITH_DETAILS | IP space is exhausted. | | QUOTA
          ZONE_RESOURCE_POOL_EXHAUSTED | The zone 'projects/p/zones/us-central1-a' does not have enough resources available to fulfill the request.  Try a different zone, or try again later. | | ZONE_FULL
          ZONE_RESOURCE_POOL_EXHAUSTED_WITH_DETAILS | The zone does not have enough resources available to fulfill the request.  '(resource type:compute)'. | resource_availability | ZONE_FULL
          RESOURCE_POOL_EXHAUSTED | | | ZONE_FULL
          SOMETHING_NEW | | stockout | ZONE_FULL
          SOMETHING_NEW | The zone 'z' does not have enough resources available to fulfill the request. | | ZONE_FULL
          RESOURCE_OPERATION_RATE_EXCEEDED | Operation rate exceeded for resource 'projects/p/zones/z/instances/i'. | | RATE_LIMIT
          OPERATION_RATE_EXCEEDED | | | RATE_LIMIT
          RESOURCE_ALREADY_EXISTS | The resource already exists | | EXISTS
          RESOURCE_NOT_FOUND | The resource 'projects/p/global/images/i' was not found | | GONE
          RESOURCE_NOT_READY | The resource is not ready | | BUSY
          INVALID_FIELD_VALUE | Invalid value for field 'resource.machineType': 'x' | | NOT_IN_ZONE
          INVALID_FIELD_VALUE | Invalid value for field 'resource.disks[0]' | | ORDINARY
          PERMISSIONS_ERROR | Required 'compute.images.useReadOnly' permission | | ORDINARY
          INVALID_USAGE | | | ORDINARY
          UNSUPPORTED_OPERATION | Spot is not supported for this type | | ORDINARY
          INTERNAL_ERROR | Internal error. Please try again or contact Google Support. (Code: '5') | | ORDINARY
          RESOURCE_IN_USE_BY_ANOTHER_RESOURCE | | | ORDINARY
          """)
  void operations(String code, String message, String reason, Meaning expected) {
    Errors.Builder error = Errors.newBuilder().setCode(code);
    Optional.ofNullable(message).ifPresent(error::setMessage);
    Optional.ofNullable(reason)
        .ifPresent(
            each ->
                error.addErrorDetails(
                    ErrorDetails.newBuilder()
                        .setErrorInfo(ErrorInfo.newBuilder().setReason(each))));
    Operation.Builder operation = Operation.newBuilder().setName("operation-1");
    operation.getErrorBuilder().addErrors(error);
    Fault fault = FaultReader.ofOperation(operation.build()).orElseThrow();
    assertThat(meaning(fault)).isEqualTo(expected);
    assertThat(fault.requestId()).isEqualTo("operation-1");
  }

  @Test
  @DisplayName("GCE-5 quota details name the metric, where there are any")
  void quotaDetails() {
    Operation.Builder operation = Operation.newBuilder();
    operation.getErrorBuilder().addErrors(FakeFaults.quota("N2D_CPUS"));
    Fault fault = FaultReader.ofOperation(operation.build()).orElseThrow();
    assertThat(fault.metric()).isEqualTo("n2d_cpus");
    assertThat(meaning(fault)).isEqualTo(Meaning.GROUP_QUOTA);
  }

  @Test
  @DisplayName("GCE-5 what is in no row is unknown")
  void unknown() {
    assertThat(
            FaultTable.find(
                FaultReader.ofAnswer(400, new FakeError(400, "brandNew", "").body(), null)))
        .isEmpty();
  }

  @Test
  @DisplayName("GCE-5 an operation may have no more to say than a status")
  void statusAlone() {
    Operation failed =
        Operation.newBuilder().setHttpErrorStatusCode(404).setHttpErrorMessage("NOT FOUND").build();
    Fault fault = FaultReader.ofOperation(failed).orElseThrow();
    assertThat(meaning(fault)).isEqualTo(Meaning.GONE);
    assertThat(fault.message()).isEqualTo("NOT FOUND");
    assertThat(FaultReader.ofOperation(Operation.getDefaultInstance())).isEmpty();
  }

  @Test
  @DisplayName("GCE-5 bodies of any form are read, and pages of proxies shown to nobody")
  void bodies() {
    for (String body :
        List.of(
            "",
            "<html>secret</html>",
            "[]",
            "{}",
            "{\"error\":7}",
            "[{\"error\":{}}]",
            "nul",
            "{\"error\":{\"errors\":[3],\"details\":{}}}")) {
      Fault fault = FaultReader.ofAnswer(502, body, "soon");
      assertThat(fault.toString()).isEqualTo("HTTP 502");
      assertThat(fault.retryAfter()).isNull();
    }
    Fault wrapped = FaultReader.ofAnswer(429, "[" + new FakeError(429, "x", "y").body() + "]", "7");
    assertThat(wrapped.codes()).containsExactly("x");
    assertThat(wrapped.retryAfter()).hasSeconds(7);
    Fault newer =
        FaultReader.ofAnswer(
            403,
            "{\"error\":{\"status\":\"PERMISSION_DENIED\",\"details\":[{\"reason\":\"SERVICE_DISABLED\"}]}}",
            null);
    assertThat(newer.codes()).containsExactly("SERVICE_DISABLED", "PERMISSION_DENIED");
  }

  @Test
  @DisplayName("GCE-5 each row of the table can be reached")
  void everyRow() {
    Set<String> codes =
        FaultTable.ROWS.stream().map(FaultTable.Row::code).collect(Collectors.toSet());
    for (String code : codes) {
      boolean status = code.matches("[0-9]+");
      Fault fault =
          new Fault(
              status ? Integer.parseInt(code) : 0,
              status || code.isEmpty() ? List.of() : List.of(code),
              code.isEmpty() ? "does not have enough resources available to fulfill" : "",
              "",
              "",
              null);
      assertThat(FaultTable.find(fault)).as(code).isPresent();
    }
  }
}
