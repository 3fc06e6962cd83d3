package io.dispatchcloud.test.sim.trace;

import io.dispatchcloud.api.container.Needs;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One job of a trace in the Standard Workload Format. */
final class JobLine {
  private static final int FIELDS = 18;
  private static final long UNKNOWN = -1;
  private static final long KIB = 1 << 10;
  private static final long PROCESSORS_MAX = 10_000_000;
  private static final long KIB_MAX = 1L << 38;
  private static final long SECONDS_MAX = 100_000_000_000L;
  private static final long NUMBER_MAX = 1_000_000_000_000L;
  private static final int CANCELLED = 5;
  private static final int COMPLETED = 1;

  /** The fields that are looked at, by the names that the format's description has for them. */
  private enum Field {
    JOB_NUMBER("job number", 1),
    SUBMIT_TIME("submit time", 2),
    RUN_TIME("run time", 4),
    ALLOCATED_PROCESSORS("number of allocated processors", 5),
    USED_MEMORY("used memory", 7),
    REQUESTED_PROCESSORS("requested number of processors", 8),
    REQUESTED_MEMORY("requested memory", 10),
    STATUS("status", 11);

    final String words;
    final int index;

    Field(String words, int number) {
      this.words = words;
      this.index = number - 1;
    }
  }

  private final Path file;
  private final long number;
  private final String[] fields;
  private final TraceRules rules;

  JobLine(Path file, long number, String line, TraceRules rules) throws TraceException {
    this.file = file;
    this.number = number;
    this.rules = rules;
    this.fields = line.split("[ \t]+", FIELDS + 1);
    if (fields.length != FIELDS) {
      throw TraceException.value(
          file,
          number,
          "job",
          line,
          "18 numbers, but there are " + (fields.length < FIELDS ? fields.length : "more"));
    }
  }

  void addTo(Workload workload) throws TraceException {
    long status = get(Field.STATUS, CANCELLED);
    if (status > COMPLETED && status < CANCELLED) {
      workload.leaveOut();
      return;
    }
    long job = get(Field.JOB_NUMBER, NUMBER_MAX);
    String id = "job-" + job;
    if (job == UNKNOWN || !workload.isNew(id)) {
      throw wrong(Field.JOB_NUMBER, "a number that no other job has");
    }
    long submitted = get(Field.SUBMIT_TIME, SECONDS_MAX);
    long processors =
        firstKnown(Field.REQUESTED_PROCESSORS, Field.ALLOCATED_PROCESSORS, PROCESSORS_MAX);
    if (submitted == UNKNOWN || processors == UNKNOWN) {
      workload.leaveOut();
      return;
    }
    int exitStatus = status == COMPLETED || status == UNKNOWN ? 0 : 1;
    workload.add(id, submitted, needs(processors), run(status), exitStatus);
  }

  private Needs needs(long processors) throws TraceException {
    long kib = firstKnown(Field.REQUESTED_MEMORY, Field.USED_MEMORY, KIB_MAX);
    long each = kib == UNKNOWN ? rules.ramPerProcessor() : kib * KIB;
    try {
      return Needs.of(Math.toIntExact(processors), Math.multiplyExact(each, processors));
    } catch (ArithmeticException e) {
      throw wrong(Field.REQUESTED_MEMORY, "less than 8 EiB for all processors together");
    }
  }

  /** Jobs that ran for no time at all are there; what is simulated takes a second. */
  private @Nullable Duration run(long status) throws TraceException {
    long seconds = get(Field.RUN_TIME, Workload.LONGEST);
    boolean neverBegan = status == CANCELLED && seconds <= 0;
    return seconds == UNKNOWN || neverBegan ? null : Duration.ofSeconds(Math.max(1, seconds));
  }

  /** The first that is given; some traces write 0 for what they don't know. */
  private long firstKnown(Field first, Field second, long max) throws TraceException {
    long value = get(first, max);
    long other = get(second, max);
    long known = value > 0 ? value : other;
    return known > 0 ? known : UNKNOWN;
  }

  /** Numbers with fractions, which a few traces have, count up. */
  private long get(Field field, long max) throws TraceException {
    String expected = "a number from 0 to " + max + ", or -1 for unknown";
    long value = Numbers.roundedUp(fields[field.index], () -> wrong(field, expected));
    if (value < UNKNOWN || value > max) {
      throw wrong(field, expected);
    }
    return value;
  }

  private TraceException wrong(Field field, String expected) {
    return TraceException.value(file, number, field.words, fields[field.index], expected);
  }
}
