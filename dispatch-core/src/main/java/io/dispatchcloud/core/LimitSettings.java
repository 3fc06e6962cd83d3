package io.dispatchcloud.core;

import io.dispatchcloud.api.config.Parameter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/** How many, how often and how long. Read as fields of {@link Settings}. */
interface LimitSettings {
  /** The port of instances whose address names none. */
  Parameter<Long> SSH_PORT =
      Parameter.integer("sshPort", "port of instances whose address names none", 1, 65_535)
          .defaultsTo(22L);

  /** How often the queue is refreshed. */
  Parameter<Duration> POLL_INTERVAL =
      Parameter.duration(
              "pollInterval", "how often the queue is refreshed", Settings.LEAST_INTERVAL)
          .defaultsTo(Duration.ofSeconds(10));

  /** How many queued containers are fetched. */
  Parameter<Long> QUEUE_FETCH_TARGET =
      Parameter.integer(
          "queueFetchTarget",
          "how many queued containers are fetched; the larger of 100 and maxInstances unless given",
          1,
          10_000);

  /** What tells that an instance is ready to work; the driver's own unless given. */
  Parameter<String> BOOT_PROBE_COMMAND =
      Parameter.text("bootProbeCommand", "what tells that an instance is ready to work");

  /** How often each instance is probed. */
  Parameter<Duration> PROBE_INTERVAL =
      Parameter.duration(
              "probeInterval", "how often each instance is probed", Settings.LEAST_INTERVAL)
          .defaultsTo(Duration.ofSeconds(10));

  /** How many probes begin in a second at the most. */
  Parameter<Long> MAX_PROBES_PER_SECOND =
      Parameter.integer(
              "maxProbesPerSecond", "probes that begin in a second; 0: no limit", 0, Settings.MANY)
          .defaultsTo(0L);

  /** How often TERM is sent to a container that shall end. */
  Parameter<Duration> TIMEOUT_SIGNAL =
      Parameter.duration(
              "timeoutSignal",
              "how often TERM is sent to a container that shall end",
              Settings.LEAST_INTERVAL)
          .defaultsTo(Duration.ofSeconds(5));

  /** How long a stale lock is watched before its instance is drained. */
  Parameter<Duration> TIMEOUT_STALE_RUN_LOCK =
      Parameter.duration(
              "timeoutStaleRunLock", "how long a stale lock is watched before its instance drains")
          .defaultsTo(Duration.ofSeconds(5));

  /** How long TERM is tried before the instance is drained. */
  Parameter<Duration> TIMEOUT_TERM =
      Parameter.duration("timeoutTERM", "how long TERM is tried before the instance drains")
          .defaultsTo(Duration.ofMinutes(2));

  /** How many calls to the cloud begin in a second at the most. */
  Parameter<Long> MAX_CLOUD_OPS_PER_SECOND =
      Parameter.integer(
              "maxCloudOpsPerSecond",
              "calls to the cloud that begin in a second; 0: no limit",
              0,
              Settings.MANY)
          .defaultsTo(10L);

  /** How many creates may be in flight. */
  Parameter<Long> MAX_CONCURRENT_INSTANCE_CREATE_OPS =
      Parameter.integer(
              "maxConcurrentInstanceCreateOps", "creates in flight; 0: no limit", 0, Settings.MANY)
          .defaultsTo(10L);

  /** How many instances there may be. */
  Parameter<Long> MAX_INSTANCES =
      Parameter.integer("maxInstances", "instances at the most; 0: no limit", 0, Settings.MANY)
          .defaultsTo(64L);

  /** How many containers may run on one instance. */
  Parameter<Long> MAX_RUNNING_CONTAINERS_PER_INSTANCE =
      Parameter.integer(
              "maxRunningContainersPerInstance",
              "containers on one instance; 0: no limit",
              0,
              Settings.MANY)
          .defaultsTo(0L);

  /** How many instances are taken to be allowed until the provider says so. */
  Parameter<Long> INITIAL_QUOTA_ESTIMATE =
      Parameter.integer(
              "initialQuotaEstimate",
              "instances in use until a quota is known; 0: no guess",
              0,
              Settings.MANY)
          .defaultsTo(0L);

  /** What part of the running containers may be supervisors. */
  Parameter<BigDecimal> SUPERVISOR_FRACTION =
      Parameter.decimal("supervisorFraction", "what part of what runs may be supervisors")
          .defaultsTo(new BigDecimal("0.5"));

  /** How often the instances are listed. */
  Parameter<Duration> SYNC_INTERVAL =
      Parameter.duration(
              "syncInterval", "how often the instances are listed", Settings.LEAST_INTERVAL)
          .defaultsTo(Duration.ofMinutes(1));

  /** How long an idle instance is kept. */
  Parameter<Duration> TIMEOUT_IDLE =
      Parameter.duration("timeoutIdle", "how long an idle instance is kept")
          .defaultsTo(Duration.ofMinutes(1));

  /** How long an instance may take to boot. */
  Parameter<Duration> TIMEOUT_BOOTING =
      Parameter.duration("timeoutBooting", "how long an instance may take to boot")
          .defaultsTo(Duration.ofMinutes(10));

  /** How long an instance may fail to answer. */
  Parameter<Duration> TIMEOUT_PROBE =
      Parameter.duration("timeoutProbe", "how long an instance may fail to answer")
          .defaultsTo(Duration.ofMinutes(10));

  /** How long a destroyed instance may stay listed before it is destroyed again. */
  Parameter<Duration> TIMEOUT_SHUTDOWN =
      Parameter.duration(
              "timeoutShutdown", "how long a destroyed instance may stay listed until tried again")
          .defaultsTo(Duration.ofSeconds(10));

  /** How long the mapper waits for containers locked by a former dispatcher. */
  Parameter<Duration> STALE_LOCK_TIMEOUT =
      Parameter.duration(
              "staleLockTimeout", "how long starting waits for what a former dispatcher had locked")
          .defaultsTo(Duration.ofMinutes(1));

  /** How long an instance must be missing from listings before it counts as gone. */
  Parameter<Duration> GONE_AFTER =
      Parameter.duration("goneAfter", "how long an unlisted instance still counts as there")
          .defaultsTo(Duration.ofMinutes(2));

  /** How long a quota holds before one create tries again. */
  Parameter<Duration> QUOTA_RETRY =
      Parameter.duration("quotaRetry", "how long a quota holds before one create tries again")
          .defaultsTo(Duration.ofMinutes(10));

  /** How many boots in a row may fail before creation pauses. */
  Parameter<Long> BREAKER_FAILURES =
      Parameter.integer(
              "breakerFailures",
              "failed boots of a type in a row after which creating more pauses; 0: never",
              0,
              Settings.MANY)
          .defaultsTo(5L);

  /** What instances that never came up may cost. */
  Parameter<BigDecimal> BREAKER_CAP =
      Parameter.decimal(
              "breakerCap",
              "what instances that never came up may cost before no more are created; 0: no limit")
          .defaultsTo(BigDecimal.ZERO);

  /** How long an instance that hears of no dispatcher waits before it ends itself. */
  Parameter<Duration> LEASE_TIME =
      Parameter.duration(
              "leaseTime", "how long an instance without work waits for a dispatcher; 0s: for ever")
          .defaultsTo(Duration.ofMinutes(30));

  /** What an instance whose lease ran out does; the driver's own unless given. */
  Parameter<String> LEASE_COMMAND =
      Parameter.text("leaseCommand", "what an instance whose lease ran out runs, as root");

  /** What asks the provider whether it takes an instance away; the driver's own unless given. */
  Parameter<String> NOTICE_COMMAND =
      Parameter.text(
          "noticeCommand",
          "what asks the provider, on preemptible instances, for notices of their end");

  /** All of these, in the order in which to explain them. */
  static List<Parameter<?>> all() {
    return List.of(
        SSH_PORT,
        POLL_INTERVAL,
        QUEUE_FETCH_TARGET,
        BOOT_PROBE_COMMAND,
        PROBE_INTERVAL,
        MAX_PROBES_PER_SECOND,
        TIMEOUT_SIGNAL,
        TIMEOUT_STALE_RUN_LOCK,
        TIMEOUT_TERM,
        MAX_CLOUD_OPS_PER_SECOND,
        MAX_CONCURRENT_INSTANCE_CREATE_OPS,
        MAX_INSTANCES,
        MAX_RUNNING_CONTAINERS_PER_INSTANCE,
        INITIAL_QUOTA_ESTIMATE,
        SUPERVISOR_FRACTION,
        SYNC_INTERVAL,
        TIMEOUT_IDLE,
        TIMEOUT_BOOTING,
        TIMEOUT_PROBE,
        TIMEOUT_SHUTDOWN,
        STALE_LOCK_TIMEOUT,
        GONE_AFTER,
        QUOTA_RETRY,
        BREAKER_FAILURES,
        BREAKER_CAP,
        LEASE_TIME,
        LEASE_COMMAND,
        NOTICE_COMMAND);
  }
}
