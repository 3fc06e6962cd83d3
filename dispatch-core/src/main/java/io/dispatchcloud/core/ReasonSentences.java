package io.dispatchcloud.core;

import io.dispatchcloud.api.config.Quantities;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says to people why not: of types, of instances, and of creates. */
final class ReasonSentences {
  private static final int THOUSANDTHS = 3;

  private ReasonSentences() {}

  // Types.

  static String of(Misfit misfit) {
    if (misfit instanceof Misfit.TooSmall small) {
      Shortage shortage = small.shortage();
      return has(
          amount(shortage, shortage.there()) + " " + noun(shortage.resource()),
          "needed are " + amount(shortage, shortage.needed()));
    } else if (misfit instanceof Misfit.Preemptibility preemptibility) {
      return preemptibility.asked()
          ? "is not preemptible, as was asked for"
          : "is preemptible, which was not asked for";
    } else if (misfit instanceof Misfit.UnknownGpuStack unknown) {
      return "has no GPU of the unknown stack '" + unknown.stack() + "'; expected cuda or rocm";
    } else if (misfit instanceof Misfit.OtherGpuStack other) {
      return has("GPU stack " + orNone(other.there()), "needed is " + orNone(other.needed()));
    } else if (misfit instanceof Misfit.OldGpuDriver old) {
      return has(
          "GPU driver " + orNone(old.there()), "needed is " + orNone(old.needed()) + " or newer");
    } else if (misfit instanceof Misfit.OtherGpuTarget other) {
      return has(
          "GPU target " + orNone(other.there()),
          "needed is " + orNone(String.join(" or ", other.needed())));
    }
    Misfit.TooDear dear = (Misfit.TooDear) misfit;
    return "costs "
        + plain(dear.price())
        + " an hour, at most "
        + plain(dear.mostAllowed())
        + " is allowed (maximumPriceFactor)";
  }

  private static String has(String there, String needed) {
    return "has " + there + ", " + needed;
  }

  private static String orNone(String text) {
    return text.isEmpty() ? "none" : text;
  }

  private static String noun(Shortage.Resource resource) {
    return switch (resource) {
      case VCPUS -> "vCPUs";
      case RAM -> "of RAM";
      case SCRATCH -> "of scratch space";
      case GPUS -> "GPUs";
      case VRAM_PER_GPU -> "of memory a GPU";
      case VRAM -> "of VRAM";
    };
  }

  private static String amount(Shortage of, long signed) {
    long amount = Math.max(0, signed);
    return switch (of.resource()) {
      case VCPUS -> cpus(amount);
      case RAM, SCRATCH, VRAM_PER_GPU, VRAM -> Quantities.format(amount);
      case GPUS -> String.valueOf(amount);
    };
  }

  private static String cpus(long thousandths) {
    BigDecimal cpus = BigDecimal.valueOf(thousandths, THOUSANDTHS);
    return thousandths % 1_000 == 0
        ? cpus.toBigInteger().toString()
        : String.format(Locale.ROOT, "%.3f", cpus);
  }

  private static String plain(BigDecimal price) {
    return price.signum() == 0 ? "0" : price.stripTrailingZeros().toPlainString();
  }

  // Creates.

  static String of(Hindrance hindrance) {
    if (hindrance instanceof Hindrance.AtCapacity) {
      return "the provider has no room for it now";
    } else if (hindrance instanceof Hindrance.CreateFailed) {
      return "creating one failed";
    } else if (hindrance instanceof Hindrance.BootsFailing) {
      return "instances of it do not come up";
    } else if (hindrance instanceof Hindrance.OverBudget over) {
      return "costs "
          + plain(over.price())
          + " an hour, "
          + plain(over.left())
          + " is left of budgetPerHour, which is "
          + plain(over.budgetPerHour());
    } else if (hindrance instanceof Hindrance.MaxInstances max) {
      return "there are as many instances as there may be: " + max.most() + " (maxInstances)";
    } else if (hindrance instanceof Hindrance.Quota) {
      return "the provider allows no more instances than there are";
    } else if (hindrance instanceof Hindrance.QuotaTrial) {
      return "one create finds out whether the provider allows more instances by now";
    } else if (hindrance instanceof Hindrance.Throttled) {
      return "the provider asked for a pause between creates";
    } else if (hindrance instanceof Hindrance.CreateSlots slots) {
      return "as many creates are under way as may be: "
          + slots.most()
          + " (maxConcurrentInstanceCreateOps)";
    } else if (hindrance instanceof Hindrance.NotListed) {
      return "the instances were not listed yet";
    } else if (hindrance instanceof Hindrance.BootFailuresCost boots) {
      return "instances that never came up have cost "
          + plain(boots.cost())
          + ", and may cost "
          + plain(boots.most())
          + " (breakerCap)";
    } else if (hindrance instanceof Hindrance.InstanceLimit limit) {
      return "at most "
          + limit.most()
          + " instances are tried now, "
          + (limit.guessed()
              ? "a limit that began with initialQuotaEstimate"
              : "a limit learnt from the provider's quota");
    }
    Hindrance.ContainerLimit limit = (Hindrance.ContainerLimit) hindrance;
    return "at most " + limit.most() + " containers run now, since the store had too much to do";
  }

  // Instances.

  static String of(PlaceReason reason) {
    if (reason instanceof PlaceReason.Chosen chosen) {
      return there(chosen.containers(), chosen.ready());
    } else if (reason instanceof PlaceReason.WouldDo would) {
      return there(would.containers(), would.ready());
    } else if (reason instanceof PlaceReason.NoRoom none) {
      return none.shortages().stream().map(ReasonSentences::left).collect(Collectors.joining("; "));
    } else if (reason instanceof PlaceReason.Full full) {
      return "containers: " + full.containers() + " of at most " + full.most();
    } else if (reason instanceof PlaceReason.UnknownNeeds) {
      return "what runs there is not known, so nothing is left";
    } else if (reason instanceof PlaceReason.NoWork none) {
      return switch (none.why()) {
        case UNKNOWN_TYPE -> "its type is not configured";
        case HELD -> "its behavior is hold";
        case DRAINED -> "its behavior is drain";
        case UNHEALTHY -> "it is not healthy";
        case SHUTTING_DOWN -> "it is being shut down";
      };
    }
    return "";
  }

  private static String there(int containers, boolean ready) {
    return "containers: " + containers + (ready ? "; ready" : "; not ready yet");
  }

  private static String left(Shortage shortage) {
    String what =
        switch (shortage.resource()) {
          case VCPUS -> "vCPUs";
          case RAM -> "RAM";
          case SCRATCH -> "scratch space";
          case GPUS -> "GPUs";
          case VRAM_PER_GPU -> "memory a GPU";
          case VRAM -> "VRAM";
        };
    return what
        + ": "
        + amount(shortage, shortage.there())
        + " left, needed "
        + amount(shortage, shortage.needed());
  }
}
