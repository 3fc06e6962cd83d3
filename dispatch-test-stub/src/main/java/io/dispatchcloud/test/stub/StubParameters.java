package io.dispatchcloud.test.stub;

import io.dispatchcloud.api.config.Parameter;
import io.dispatchcloud.api.config.Parameters;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/** What can be set of a pretended cloud without any code. */
final class StubParameters {
  private static final Parameter<Long> SEED =
      Parameter.integer("seed", "What all chance comes from.", 0, Long.MAX_VALUE).defaultsTo(0L);
  private static final Parameter<Long> QUOTA =
      Parameter.integer("quota", "How many VMs there may be.", 0, Integer.MAX_VALUE)
          .defaultsTo((long) Integer.MAX_VALUE);
  private static final Parameter<BigDecimal> CREATE_ERROR_RATE =
      Parameter.decimal("createErrorRate", "How often a create fails, 0 to 1.")
          .defaultsTo(BigDecimal.ZERO);
  private static final Parameter<BigDecimal> DESTROY_ERROR_RATE =
      Parameter.decimal("destroyErrorRate", "How often a destroy fails, 0 to 1.")
          .defaultsTo(BigDecimal.ZERO);
  private static final Parameter<BigDecimal> CRASH_RATE =
      Parameter.decimal("crashRate", "How often the runner of a container crashes, 0 to 1.")
          .defaultsTo(BigDecimal.ZERO);
  private static final Parameter<Duration> BOOT_DELAY =
      Parameter.duration("bootDelay", "How long each VM takes to boot.")
          .defaultsTo(Duration.ofSeconds(1));
  private static final Parameter<Duration> RUN_TIME =
      Parameter.duration("runTime", "How long each container pretends to run.")
          .defaultsTo(Duration.ofSeconds(1));

  private StubParameters() {}

  static List<Parameter<?>> all() {
    return List.of(
        SEED, QUOTA, CREATE_ERROR_RATE, DESTROY_ERROR_RATE, CRASH_RATE, BOOT_DELAY, RUN_TIME);
  }

  static StubBehavior read(Parameters parameters) {
    VmBehavior vm =
        VmBehavior.builder()
            .bootDelay(parameters.get(BOOT_DELAY))
            .crashRateWhileRunning(parameters.get(CRASH_RATE).doubleValue())
            .build();
    StubPayload payload = StubPayload.of(parameters.get(RUN_TIME), 0);
    return StubBehavior.builder()
        .seed(parameters.get(SEED))
        .quota(Math.toIntExact(parameters.get(QUOTA)))
        .createErrorRate(parameters.get(CREATE_ERROR_RATE).doubleValue())
        .destroyErrorRate(parameters.get(DESTROY_ERROR_RATE).doubleValue())
        .vms(order -> vm)
        .payloads(start -> payload)
        .build();
  }
}
