package io.dispatchcloud.core.sizing;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.queue.Sizing;
import io.dispatchcloud.core.Misfit;
import io.dispatchcloud.core.Shortage;
import io.dispatchcloud.core.Shortage.Resource;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the instance types that fit a container (section 2). Thread-safe. Containers that ask for
 * the same share one answer, since a queue of a million has few kinds of them.
 */
public final class Sizer {
  /** The order of TYPE-3: cheapest first, then what gives more, then by name. */
  public static final Comparator<InstanceType> ORDER =
      Comparator.comparing(InstanceType::price)
          .thenComparing(Comparator.comparingLong(InstanceType::ram).reversed())
          .thenComparing(Comparator.comparingInt(InstanceType::vcpus).reversed())
          .thenComparing(Comparator.comparingLong(InstanceType::scratch).reversed())
          .thenComparing(InstanceType::name);

  private static final long MILLIS_A_CPU = 1_000;

  /** Sums of a few of these, times 100, are far below the greatest long. */
  private static final long SMALL = 1L << 50;

  private static final int FEW = 1 << 10;

  /** How many answers are kept: as many as there are kinds of containers in any sane queue. */
  private static final int ANSWERS_MAX = 10_000;

  private final Cache<Question, Sizing> answers =
      CacheBuilder.newBuilder().maximumSize(ANSWERS_MAX).build();
  private final List<InstanceType> types;
  private final Overheads overheads;
  private final BigDecimal priceFactor;
  private final long fixedOverhead;
  private final boolean smallOverheads;

  /**
   * What is added to the RAM that a container asks for, in bytes.
   *
   * @param reserve for each container
   * @param perContainer what the runner takes for each container
   * @param perVcpu what the runner takes for each of its vCPUs
   */
  public record Overheads(long reserve, long perContainer, long perVcpu) {
    /** Nothing is added. */
    public static final Overheads NONE = new Overheads(0, 0, 0);
  }

  /**
   * A sizer for one menu of types.
   *
   * @param types the configured types, in any order
   * @param overheads what is added to the RAM that a container asks for
   * @param maximumPriceFactor how much dearer than the cheapest a type may be; below 1 counts as 1
   */
  public Sizer(Collection<InstanceType> types, Overheads overheads, BigDecimal maximumPriceFactor) {
    this.types = types.stream().sorted(ORDER).toList();
    this.overheads = overheads;
    this.priceFactor = maximumPriceFactor.max(BigDecimal.ONE);
    this.smallOverheads =
        (overheads.reserve() | overheads.perContainer()) < SMALL
            && overheads.perVcpu() < SMALL / FEW;
    this.fixedOverhead = smallOverheads ? overheads.reserve() + overheads.perContainer() : 0;
  }

  /**
   * What a container takes of an instance (TYPE-1, ROOM-2).
   *
   * @param needs what it asks for
   * @return the amounts; they saturate at the greatest long
   */
  public Resources resources(Needs needs) {
    // Nearly always all of it is far from the greatest long: then plain arithmetic does.
    boolean small =
        (needs.ram() | needs.cacheRam() | needs.tmp() | needs.imageSize() | needs.cacheDisk())
                < SMALL
            && needs.vcpus() < FEW
            && needs.gpu().vram() < SMALL
            && needs.gpu().deviceCount() < FEW
            && smallOverheads;
    return small ? plain(needs) : saturating(needs);
  }

  private Resources plain(Needs needs) {
    long ram = needs.ram() + needs.cacheRam() + fixedOverhead + overheads.perVcpu() * needs.vcpus();
    return new Resources(
        Math.max(1, needs.vcpus() * MILLIS_A_CPU),
        ram * 100 / 95,
        Math.max(needs.tmp(), needs.imageSize()) + needs.imageSize() + needs.cacheDisk(),
        needs.gpu().deviceCount(),
        needs.gpu().vram() * needs.gpu().deviceCount());
  }

  private Resources saturating(Needs needs) {
    return new Resources(
        // A sliver: an N-vCPU container finds no room beside it, yet it takes no whole vCPU.
        Math.max(1, needs.vcpus() * MILLIS_A_CPU),
        ram(needs),
        saturated(
            big(Math.max(needs.tmp(), needs.imageSize()))
                .add(big(needs.imageSize()))
                .add(big(needs.cacheDisk()))),
        needs.gpu().deviceCount(),
        saturated(big(needs.gpu().vram()).multiply(big(needs.gpu().deviceCount()))));
  }

  private long ram(Needs needs) {
    BigInteger asked =
        big(needs.ram())
            .add(big(needs.cacheRam()))
            .add(big(overheads.reserve()))
            .add(big(overheads.perContainer()))
            .add(big(overheads.perVcpu()).multiply(big(needs.vcpus())));
    // Providers advertise about 5 % more RAM than a guest finds.
    return saturated(asked.multiply(big(100)).divide(big(95)));
  }

  private static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }

  private static long saturated(BigInteger value) {
    return value.bitLength() > 63 ? Long.MAX_VALUE : value.longValue();
  }

  /**
   * What an instance of a type has.
   *
   * @param type the type
   * @return the amounts; they saturate at the greatest long
   */
  public static Resources resources(InstanceType type) {
    return new Resources(
        type.vcpus() * MILLIS_A_CPU,
        type.ram(),
        type.scratch(),
        type.gpu().deviceCount(),
        saturated(big(type.gpu().vram()).multiply(big(type.gpu().deviceCount()))));
  }

  /**
   * Finds the types that fit (TYPE-2 to TYPE-4).
   *
   * @param needs what the container asks for
   * @param preemptible whether it asks for preemptible instances
   * @return the types, or why there is none
   */
  public Sizing size(Needs needs, boolean preemptible) {
    Question question = new Question(needs, preemptible);
    Sizing known = answers.getIfPresent(question);
    if (known == null) {
      known = find(needs, preemptible);
      answers.put(question, known);
    }
    return known;
  }

  private record Question(Needs needs, boolean preemptible) {}

  private Sizing find(Needs needs, boolean preemptible) {
    if (types.isEmpty()) {
      return Sizing.nothingFits("no instance types are configured");
    }
    String stack = needs.gpu().stack();
    if (!GpuFit.isKnownStack(stack)) {
      return Sizing.nothingFits("unknown GPU stack '" + stack + "'; expected cuda or rocm");
    }
    Resources needed = resources(needs);
    List<InstanceType> eligible =
        types.stream().filter(type -> missing(type, needs, needed, preemptible).isEmpty()).toList();
    if (eligible.isEmpty()) {
      return Sizing.nothingFits(nothingFits(needs, needed, preemptible));
    }
    BigDecimal limit = mostAllowed(eligible);
    return Sizing.fits(
        eligible.stream().filter(type -> type.price().compareTo(limit) <= 0).toList());
  }

  private BigDecimal mostAllowed(List<InstanceType> cheapestFirst) {
    return cheapestFirst.get(0).price().multiply(priceFactor);
  }

  /**
   * What a type is to a container.
   *
   * @param type the type
   * @param misfits why the container may not run there; empty if it may
   */
  public record Verdict(InstanceType type, List<Misfit> misfits) {}

  /**
   * Tells for every configured type whether a container may run there, and if not, why not.
   *
   * @param needs what the container asks for
   * @param preemptible whether it asks for preemptible instances
   * @return a verdict for each type, cheapest first
   */
  public List<Verdict> verdicts(Needs needs, boolean preemptible) {
    String stack = needs.gpu().stack();
    if (!GpuFit.isKnownStack(stack)) {
      List<Misfit> unknown = List.of(new Misfit.UnknownGpuStack(stack));
      return types.stream().map(type -> new Verdict(type, unknown)).toList();
    }
    Resources needed = resources(needs);
    List<InstanceType> fitting = size(needs, preemptible).types();
    return types.stream()
        .map(
            type -> {
              List<Misfit> misfits = missing(type, needs, needed, preemptible);
              boolean tooDear = misfits.isEmpty() && !fitting.contains(type);
              return new Verdict(
                  type,
                  tooDear
                      ? List.of(new Misfit.TooDear(type.price(), mostAllowed(fitting)))
                      : misfits);
            })
        .toList();
  }

  /** Of each type the first thing that it misses: all of it would be too long to read. */
  private String nothingFits(Needs needs, Resources needed, boolean preemptible) {
    StringBuilder text = new StringBuilder("no configured instance type fits");
    String separator = ": ";
    for (InstanceType type : types) {
      Misfit first = missing(type, needs, needed, preemptible).get(0);
      text.append(separator).append(type.name()).append(" ").append(first.sentence());
      separator = "; ";
    }
    return text.toString();
  }

  /** All that a type misses. */
  private static List<Misfit> missing(
      InstanceType type, Needs needs, Resources needed, boolean preemptible) {
    List<Misfit> misfits = new ArrayList<>(0);
    tooSmall(misfits, Resource.RAM, needed.ram(), type.ram());
    tooSmall(misfits, Resource.SCRATCH, needed.scratch(), type.scratch());
    tooSmall(misfits, Resource.VCPUS, needs.vcpus() * MILLIS_A_CPU, type.vcpus() * MILLIS_A_CPU);
    if (type.preemptible() != preemptible) {
      misfits.add(new Misfit.Preemptibility(preemptible));
    }
    GpuFit.addMissing(misfits, type.gpu(), needs.gpu());
    return misfits;
  }

  static void tooSmall(List<Misfit> misfits, Resource resource, long needed, long there) {
    if (there < needed) {
      misfits.add(new Misfit.TooSmall(new Shortage(resource, needed, there)));
    }
  }
}
