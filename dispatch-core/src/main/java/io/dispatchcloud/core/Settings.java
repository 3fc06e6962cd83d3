package io.dispatchcloud.core;

import io.dispatchcloud.api.config.Parameter;
import io.dispatchcloud.api.config.Secret;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/**
 * Every setting of a dispatcher that is a single value (section 10). The names are those of the
 * configuration file; each has a default, and {@link DispatcherConfig.Builder#set} checks it.
 */
public final class Settings {
  private static final long MANY = 1_000_000;
  private static final Duration LEAST_INTERVAL = Duration.ofMillis(100);

  /** The port of instances whose address names none. */
  public static final Parameter<Long> SSH_PORT =
      Parameter.integer("sshPort", "port of instances whose address names none", 1, 65_535)
          .defaultsTo(22L);

  /** How often the queue is refreshed. */
  public static final Parameter<Duration> POLL_INTERVAL =
      Parameter.duration("pollInterval", "how often the queue is refreshed", LEAST_INTERVAL)
          .defaultsTo(Duration.ofSeconds(10));

  /** How many queued containers are fetched. */
  public static final Parameter<Long> QUEUE_FETCH_TARGET =
      Parameter.integer(
          "queueFetchTarget",
          "how many queued containers are fetched; the larger of 100 and maxInstances unless given",
          1,
          10_000);

  /** What tells that an instance is ready to work; the driver's own unless given. */
  public static final Parameter<String> BOOT_PROBE_COMMAND =
      Parameter.text("bootProbeCommand", "what tells that an instance is ready to work");

  /** How often each instance is probed. */
  public static final Parameter<Duration> PROBE_INTERVAL =
      Parameter.duration("probeInterval", "how often each instance is probed", LEAST_INTERVAL)
          .defaultsTo(Duration.ofSeconds(10));

  /** How many probes begin in a second at the most. */
  public static final Parameter<Long> MAX_PROBES_PER_SECOND =
      Parameter.integer("maxProbesPerSecond", "probes that begin in a second; 0: no limit", 0, MANY)
          .defaultsTo(0L);

  /** How often TERM is sent to a container that shall end. */
  public static final Parameter<Duration> TIMEOUT_SIGNAL =
      Parameter.duration(
              "timeoutSignal",
              "how often TERM is sent to a container that shall end",
              LEAST_INTERVAL)
          .defaultsTo(Duration.ofSeconds(5));

  /** How long a stale lock is watched before its instance is drained. */
  public static final Parameter<Duration> TIMEOUT_STALE_RUN_LOCK =
      Parameter.duration(
              "timeoutStaleRunLock", "how long a stale lock is watched before its instance drains")
          .defaultsTo(Duration.ofSeconds(5));

  /** How long TERM is tried before the instance is drained. */
  public static final Parameter<Duration> TIMEOUT_TERM =
      Parameter.duration("timeoutTERM", "how long TERM is tried before the instance drains")
          .defaultsTo(Duration.ofMinutes(2));

  /** How many calls to the cloud begin in a second at the most. */
  public static final Parameter<Long> MAX_CLOUD_OPS_PER_SECOND =
      Parameter.integer(
              "maxCloudOpsPerSecond",
              "calls to the cloud that begin in a second; 0: no limit",
              0,
              MANY)
          .defaultsTo(10L);

  /** How many creates may be in flight. */
  public static final Parameter<Long> MAX_CONCURRENT_INSTANCE_CREATE_OPS =
      Parameter.integer("maxConcurrentInstanceCreateOps", "creates in flight; 0: no limit", 0, MANY)
          .defaultsTo(10L);

  /** How many instances there may be. */
  public static final Parameter<Long> MAX_INSTANCES =
      Parameter.integer("maxInstances", "instances at the most; 0: no limit", 0, MANY)
          .defaultsTo(64L);

  /** How many containers may run on one instance. */
  public static final Parameter<Long> MAX_RUNNING_CONTAINERS_PER_INSTANCE =
      Parameter.integer(
              "maxRunningContainersPerInstance", "containers on one instance; 0: no limit", 0, MANY)
          .defaultsTo(0L);

  /** How many instances are taken to be allowed until the provider says so. */
  public static final Parameter<Long> INITIAL_QUOTA_ESTIMATE =
      Parameter.integer(
              "initialQuotaEstimate",
              "instances in use until a quota is known; 0: no guess",
              0,
              MANY)
          .defaultsTo(0L);

  /** What part of the running containers may be supervisors. */
  public static final Parameter<BigDecimal> SUPERVISOR_FRACTION =
      Parameter.decimal("supervisorFraction", "what part of what runs may be supervisors")
          .defaultsTo(new BigDecimal("0.5"));

  /** How often the instances are listed. */
  public static final Parameter<Duration> SYNC_INTERVAL =
      Parameter.duration("syncInterval", "how often the instances are listed", LEAST_INTERVAL)
          .defaultsTo(Duration.ofMinutes(1));

  /** How long an idle instance is kept. */
  public static final Parameter<Duration> TIMEOUT_IDLE =
      Parameter.duration("timeoutIdle", "how long an idle instance is kept")
          .defaultsTo(Duration.ofMinutes(1));

  /** How long an instance may take to boot. */
  public static final Parameter<Duration> TIMEOUT_BOOTING =
      Parameter.duration("timeoutBooting", "how long an instance may take to boot")
          .defaultsTo(Duration.ofMinutes(10));

  /** How long an instance may fail to answer. */
  public static final Parameter<Duration> TIMEOUT_PROBE =
      Parameter.duration("timeoutProbe", "how long an instance may fail to answer")
          .defaultsTo(Duration.ofMinutes(10));

  /** How long a destroyed instance may stay listed before it is destroyed again. */
  public static final Parameter<Duration> TIMEOUT_SHUTDOWN =
      Parameter.duration(
              "timeoutShutdown", "how long a destroyed instance may stay listed until tried again")
          .defaultsTo(Duration.ofSeconds(10));

  /** How long the mapper waits for containers locked by a former dispatcher. */
  public static final Parameter<Duration> STALE_LOCK_TIMEOUT =
      Parameter.duration(
              "staleLockTimeout", "how long starting waits for what a former dispatcher had locked")
          .defaultsTo(Duration.ofMinutes(1));

  /** How long an instance must be missing from listings before it counts as gone. */
  public static final Parameter<Duration> GONE_AFTER =
      Parameter.duration("goneAfter", "how long an unlisted instance still counts as there")
          .defaultsTo(Duration.ofMinutes(2));

  /** How long a quota holds before one create tries again. */
  public static final Parameter<Duration> QUOTA_RETRY =
      Parameter.duration("quotaRetry", "how long a quota holds before one create tries again")
          .defaultsTo(Duration.ofMinutes(10));

  /** How many boots in a row may fail before creation pauses. */
  public static final Parameter<Long> BREAKER_FAILURES =
      Parameter.integer(
              "breakerFailures",
              "failed boots of a type in a row after which creating more pauses; 0: never",
              0,
              MANY)
          .defaultsTo(5L);

  /** What instances that never came up may cost. */
  public static final Parameter<BigDecimal> BREAKER_CAP =
      Parameter.decimal(
              "breakerCap",
              "what instances that never came up may cost before no more are created; 0: no limit")
          .defaultsTo(BigDecimal.ZERO);

  /** How long an instance that hears of no dispatcher waits before it ends itself. */
  public static final Parameter<Duration> LEASE_TIME =
      Parameter.duration(
              "leaseTime", "how long an instance without work waits for a dispatcher; 0s: for ever")
          .defaultsTo(Duration.ofMinutes(30));

  /** What an instance whose lease ran out does; the driver's own unless given. */
  public static final Parameter<String> LEASE_COMMAND =
      Parameter.text("leaseCommand", "what an instance whose lease ran out runs, as root");

  /** What asks the provider whether it takes an instance away; the driver's own unless given. */
  public static final Parameter<String> NOTICE_COMMAND =
      Parameter.text(
          "noticeCommand",
          "what asks the provider, on preemptible instances, for notices of their end");

  /** The disk image of instances. */
  public static final Parameter<String> IMAGE_ID =
      Parameter.text("imageId", "the disk image of instances; the driver's own unless given");

  /** What an instance runs at its first boot. */
  public static final Parameter<String> INSTANCE_INIT_COMMAND =
      Parameter.text("instanceInitCommand", "shell commands that an instance runs at first boot");

  /** Whether the runner is copied to instances. */
  public static final Parameter<Boolean> DEPLOY_RUNNER =
      Parameter.flag("deployRunner", "whether the runner is copied to instances").defaultsTo(true);

  /** Where the runner is copied to; the driver's own place unless given. */
  public static final Parameter<String> DEPLOY_RUNNER_DIRECTORY =
      Parameter.text("deployRunnerDirectory", "where on an instance the runner is copied to");

  /** The runner's command where it is not copied. */
  public static final Parameter<String> RUNNER_COMMAND =
      Parameter.text("runnerCommand", "the runner's command where deployRunner is false")
          .defaultsTo("dispatch-run");

  /** Arguments that every runner command is given first. */
  public static final Parameter<List<String>> RUNNER_ARGUMENTS =
      Parameter.textList("runnerArguments", "arguments that every runner command is given first")
          .defaultsTo(List.of());

  /** What runs containers on an instance. */
  public static final Parameter<String> RUNTIME_ENGINE =
      Parameter.text(
              "runtimeEngine", "what runs containers on an instance: process, podman or docker")
          .defaultsTo("process");

  /** Arguments for the engine. */
  public static final Parameter<List<String>> RUNTIME_ENGINE_ARGUMENTS =
      Parameter.textList("runtimeEngineArguments", "arguments for the engine")
          .defaultsTo(List.of());

  /** The unprivileged user that payloads of the engine process run as. */
  public static final Parameter<String> RUN_AS =
      Parameter.text("runAs", "the user that payloads of the engine process run as");

  /** Whether instances are given our public key. */
  public static final Parameter<Boolean> DEPLOY_PUBLIC_KEY =
      Parameter.flag("deployPublicKey", "whether instances are created with our public key")
          .defaultsTo(true);

  /** The private key to log in with. */
  public static final Parameter<Secret> DISPATCH_PRIVATE_KEY =
      Parameter.secret(
          "dispatchPrivateKey", "the private key to log in with, in OpenSSH or PEM form");

  /** The prefix of the keys of the dispatcher's own tags. */
  public static final Parameter<String> TAG_KEY_PREFIX =
      Parameter.text("tagKeyPrefix", "prefix of the keys of the dispatcher's own tags")
          .defaultsTo("Dispatch");

  /** RAM kept back for the host on each instance, once for each container. */
  public static final Parameter<Long> RESERVE_EXTRA_RAM =
      Parameter.size("reserveExtraRam", "RAM that is added to what each container needs")
          .defaultsTo(550L << 20);

  /** RAM that the runner itself takes for each container. */
  public static final Parameter<Long> RAM_OVERHEAD =
      Parameter.size("ramOverhead", "RAM that the runner takes for each container").defaultsTo(0L);

  /** RAM that the runner takes for each vCPU of a container. */
  public static final Parameter<Long> RAM_OVERHEAD_PER_VCPU =
      Parameter.size("ramOverheadPerVcpu", "RAM that the runner takes for each vCPU")
          .defaultsTo(0L);

  /** How much dearer than the cheapest a type may be. */
  public static final Parameter<BigDecimal> MAXIMUM_PRICE_FACTOR =
      Parameter.decimal("maximumPriceFactor", "how much dearer than the cheapest a type may be")
          .defaultsTo(new BigDecimal("1.5"));

  /** What all instances together may cost an hour. */
  public static final Parameter<BigDecimal> BUDGET_PER_HOUR =
      Parameter.decimal(
              "budgetPerHour",
              "what all instances together may cost an hour; more is not created then; 0: no limit")
          .defaultsTo(BigDecimal.ZERO);

  /** What chooses the types of new instances. */
  public static final Parameter<Placement> PLACEMENT_POLICY =
      Parameter.choice(
              "placementPolicy",
              "the type of a new instance: the cheapest, or (packing) the one that saves most when"
                  + " others that wait share it",
              Placement.class)
          .defaultsTo(Placement.CHEAPEST);

  /** The price of a preemptible twin of each type. */
  public static final Parameter<BigDecimal> PREEMPTIBLE_PRICE_FACTOR =
      Parameter.decimal(
              "preemptiblePriceFactor",
              "makes a preemptible twin of every type at this part of its price; 0: none")
          .defaultsTo(BigDecimal.ZERO);

  /** Whether a container that no type fits is cancelled. */
  public static final Parameter<Boolean> CANCEL_UNSATISFIABLE =
      Parameter.flag("cancelUnsatisfiable", "whether a container that no type fits is cancelled")
          .defaultsTo(true);

  /** After how many failed starts a container is cancelled. */
  public static final Parameter<Long> MAX_DISPATCH_ATTEMPTS =
      Parameter.integer(
              "maxDispatchAttempts", "failed starts after which a container is cancelled", 1, MANY)
          .defaultsTo(10L);

  /** How often a lost container is run again. */
  public static final Parameter<Long> MAX_RETRY_ATTEMPTS =
      Parameter.integer("maxRetryAttempts", "how often a lost container is run again", 0, MANY)
          .defaultsTo(3L);

  /** How much of each output stream a result keeps. */
  public static final Parameter<Long> OUTPUT_TAIL =
      Parameter.size("outputTail", "how much of each output stream a result keeps", 1 << 20)
          .defaultsTo(64L << 10);

  private Settings() {}

  /**
   * Every setting, in the order in which to explain them.
   *
   * @return the settings
   */
  public static List<Parameter<?>> all() {
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
        NOTICE_COMMAND,
        IMAGE_ID,
        INSTANCE_INIT_COMMAND,
        DEPLOY_RUNNER,
        DEPLOY_RUNNER_DIRECTORY,
        RUNNER_COMMAND,
        RUNNER_ARGUMENTS,
        RUNTIME_ENGINE,
        RUNTIME_ENGINE_ARGUMENTS,
        RUN_AS,
        DEPLOY_PUBLIC_KEY,
        DISPATCH_PRIVATE_KEY,
        TAG_KEY_PREFIX,
        RESERVE_EXTRA_RAM,
        RAM_OVERHEAD,
        RAM_OVERHEAD_PER_VCPU,
        MAXIMUM_PRICE_FACTOR,
        BUDGET_PER_HOUR,
        PLACEMENT_POLICY,
        PREEMPTIBLE_PRICE_FACTOR,
        CANCEL_UNSATISFIABLE,
        MAX_DISPATCH_ATTEMPTS,
        MAX_RETRY_ATTEMPTS,
        OUTPUT_TAIL);
  }
}
