package io.dispatchcloud.core.pretend;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.cloud.PricePoint;
import io.dispatchcloud.api.executor.CommandResult;
import io.dispatchcloud.api.executor.CommandRunner;
import io.dispatchcloud.api.executor.HostKey;
import io.dispatchcloud.api.executor.HostKeyVerdict;
import io.dispatchcloud.api.executor.Output;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A host in memory that speaks the runner's protocol. */
public final class PretendHost {
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
  private static final Pattern ATTEMPT = Pattern.compile("\"attempt\":(\\d+)");

  /** What a started container does. */
  public record Payload(Duration runs, int exitStatus) {}

  private static final class PretendProcess {
    Instant startedAt = Instant.EPOCH;
    Instant endsAt = Instant.EPOCH;
    int exitStatus;
  }

  private final InstanceId id;
  private final String providerType;
  private final InstantSource clock;
  private final Instant bootedAt;
  private final Function<String, Payload> payloads;
  private final Map<String, PretendProcess> processes = new TreeMap<>();
  private final Set<String> tombstones = new HashSet<>();
  private Map<String, String> tags;

  public boolean destroyed;

  /** The boot probe says no, whatever else works. */
  public boolean bootProbeFails;

  /** What the last listing asked for beside the list; empty for nothing. */
  public String lease = "";

  /** What the provider says of taking it away, as the runner tells it; empty for nothing. */
  public String notice = "";

  /** How what runs exits when it is told to. */
  public int exitOnTerm = 143;

  /** What runs has lost its supervisor, and no signal reaches it. */
  public boolean staleForever;

  /** The runner has lost its results. */
  public boolean resultsLost;

  /** What a signal ends takes this long to end. */
  public Duration exitLag = Duration.ZERO;

  /** While set, nobody reaches it; what runs there goes on. */
  public boolean cutOff;

  /** What the provider charged for it, newest first. */
  public List<PricePoint> prices = List.of();

  /** Start commands are done, but their outcome gets lost. */
  public boolean loseStartAnswers;

  /** Start commands arrive this much later, long after their outcome got lost. */
  public Duration delayStarts = Duration.ZERO;

  /** Until then, listings leave it out. */
  public Instant hiddenUntil = Instant.EPOCH;

  private record LateStart(Instant at, long fence, String container, String configuration) {}

  private final List<LateStart> lateStarts = new ArrayList<>();
  private long highestFence;

  /** Nobody is let in. */
  public boolean refusesLogin;

  /** How often its destruction fails yet. */
  public int destroyFailures;

  /** When it was asked what runs there. */
  public final List<Instant> listed = new ArrayList<>();

  /** Every start that was carried out, in order: {@code id attempt}. */
  public final List<String> starts = new ArrayList<>();

  PretendHost(
      InstanceId id,
      String providerType,
      Map<String, String> tags,
      InstantSource clock,
      Instant bootedAt,
      Function<String, Payload> payloads) {
    this.id = id;
    this.providerType = providerType;
    this.tags = tags;
    this.clock = clock;
    this.bootedAt = bootedAt;
    this.payloads = payloads;
  }

  boolean hasBooted() {
    return !clock.instant().isBefore(bootedAt);
  }

  public InstanceId id() {
    return id;
  }

  public Map<String, String> tags() {
    return tags;
  }

  /** The provider shows other tags from now on. */
  public void changeTag(String key, String value) {
    Map<String, String> changed = new TreeMap<>(tags);
    changed.put(key, value);
    tags = Map.copyOf(changed);
  }

  /** Something runs there that no dispatcher started. */
  public void plant(String container, long attempt) {
    PretendProcess process = new PretendProcess();
    process.startedAt = clock.instant();
    process.endsAt = clock.instant().plus(Duration.ofDays(1));
    processes.put(container + " " + attempt, process);
  }

  /** Whether the runner knows anything of a container. */
  public boolean knows(String container) {
    return processes.keySet().stream().anyMatch(key -> key.startsWith(container + " "));
  }

  /** How many containers run there now. */
  public long alive() {
    return destroyed ? 0 : processes.values().stream().filter(this::isAlive).count();
  }

  /** The containers that run there now. */
  public List<String> running() {
    carryOutLateStarts();
    return destroyed
        ? List.of()
        : processes.entrySet().stream()
            .filter(entry -> isAlive(entry.getValue()))
            .map(entry -> entry.getKey().substring(0, entry.getKey().indexOf(' ')))
            .toList();
  }

  private boolean isAlive(PretendProcess process) {
    return clock.instant().isBefore(process.endsAt);
  }

  private void carryOutLateStarts() {
    for (LateStart late : List.copyOf(lateStarts)) {
      if (!late.at.isAfter(clock.instant())) {
        lateStarts.remove(late);
        if (late.fence >= highestFence) {
          start(late.container, late.configuration);
        }
      }
    }
  }

  CommandResult run(String line, String stdin) {
    carryOutLateStarts();
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(line);
    while (word.find()) {
      words.add(word.group(1) != null ? word.group(1) : word.group(2));
    }
    int fence = words.indexOf("--fence");
    if (fence < 0) {
      return exited(
          bootProbeFails ? 1 : 0, ""); // the boot probe, or the deployment's first question
    }
    long fenceNumber = Long.parseLong(words.get(fence + 1));
    if (fenceNumber < highestFence) {
      return exited(6, "");
    }
    highestFence = fenceNumber;
    List<String> command = words.subList(fence + 2, words.size());
    return switch (command.get(0)) {
      case "--list" -> {
        listed.add(clock.instant());
        lease = String.join(" ", command.subList(1, command.size()));
        yield exited(0, list());
      }
      case "--detach" -> startNowOrLate(command.get(2), stdin);
      case "--kill" -> kill(key(command, 2));
      case "--result" -> result(command, key(command, 1));
      case "--discard" -> discard(key(command, 1));
      case "--cancel-start" -> cancelStart(key(command, 1));
      default -> exited(2, "");
    };
  }

  private static String key(List<String> command, int index) {
    return command.get(index) + " " + command.get(index + 1);
  }

  private static CommandResult exited(int status, String stdout) {
    return new CommandResult.Exited(
        status, new Output(stdout.getBytes(StandardCharsets.UTF_8), 0), Output.EMPTY);
  }

  private String list() {
    StringBuilder text = new StringBuilder(notice.isEmpty() ? "" : notice + "\n");
    processes.forEach(
        (key, process) ->
            text.append(key)
                .append(isAlive(process) ? aliveWord() : " exited " + process.exitStatus + "\n"));
    return text.toString();
  }

  private CommandResult startNowOrLate(String container, String configuration) {
    if (delayStarts.isZero()) {
      return start(container, configuration);
    }
    lateStarts.add(
        new LateStart(clock.instant().plus(delayStarts), highestFence, container, configuration));
    return new CommandResult.OutcomeUnknown("the connection went", Output.EMPTY, Output.EMPTY);
  }

  private CommandResult start(String container, String configuration) {
    Matcher attempt = ATTEMPT.matcher(configuration);
    if (!attempt.find()) {
      return exited(2, "");
    }
    String key = container + " " + attempt.group(1);
    if (tombstones.contains(key) || processes.containsKey(key)) {
      return exited(4, "");
    }
    Payload payload = payloads.apply(container);
    PretendProcess process = new PretendProcess();
    process.startedAt = clock.instant();
    process.endsAt = process.startedAt.plus(payload.runs());
    process.exitStatus = payload.exitStatus();
    processes.put(key, process);
    tombstones.add(key);
    starts.add(key);
    if (loseStartAnswers) {
      return new CommandResult.OutcomeUnknown("the connection went", Output.EMPTY, Output.EMPTY);
    }
    return exited(0, "");
  }

  private String aliveWord() {
    return staleForever ? " stale\n" : " alive\n";
  }

  private CommandResult kill(String key) {
    PretendProcess process = processes.get(key);
    if (process == null || !isAlive(process)) {
      return exited(0, "");
    }
    if (staleForever) {
      return exited(1, "");
    }
    if (!exitLag.isZero()) {
      if (process.exitStatus != 143) {
        process.endsAt = clock.instant().plus(exitLag);
        process.exitStatus = 143;
      }
      return exited(1, "");
    } else {
      process.endsAt = clock.instant();
      process.exitStatus = exitOnTerm;
    }
    return exited(0, "");
  }

  private CommandResult result(List<String> command, String key) {
    PretendProcess process = processes.get(key);
    if (resultsLost || process == null || isAlive(process)) {
      return exited(5, "");
    }
    return exited(
        0,
        """
        {"attempt":%s,"exitStatus":%d,"startedAt":"%s","finishedAt":"%s",\
        "stdoutBytes":0,"stderrBytes":0,"stdoutTail":"","stderrTail":""}
        """
            .formatted(command.get(2), process.exitStatus, process.startedAt, process.endsAt));
  }

  private CommandResult discard(String key) {
    processes.remove(key);
    return exited(0, "");
  }

  private CommandResult cancelStart(String key) {
    boolean started = starts.contains(key);
    tombstones.add(key);
    return exited(0, started ? "started\n" : "not-started\n");
  }

  Instance asInstance() {
    Map<String, String> shown = tags;
    return new Instance() {
      @Override
      public InstanceId id() {
        return id;
      }

      @Override
      public String providerType() {
        return providerType;
      }

      @Override
      public Map<String, String> tags() {
        return shown;
      }

      @Override
      public void setTags(Map<String, String> newTags) {
        tags = Map.copyOf(newTags);
      }

      @Override
      public List<PricePoint> priceHistory(InstanceType type) {
        return List.copyOf(prices);
      }

      @Override
      public void destroy() throws CloudException {
        if (destroyFailures > 0) {
          destroyFailures--;
          throw new CloudException("not now");
        }
        destroyed = true;
      }

      @Override
      public Optional<String> address() {
        return Optional.of(id.value());
      }

      @Override
      public String remoteUser() {
        return "root";
      }

      @Override
      public HostKeyVerdict verifyHostKey(HostKey key, CommandRunner connection) {
        return HostKeyVerdict.ACCEPTED;
      }
    };
  }
}
