package io.dispatchcloud.core;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

/**
 * Why a container may not run on an instance type (TYPE-2, TYPE-3), for programs; {@link #sentence}
 * says it to people.
 */
public sealed interface Misfit {
  /**
   * The same for people.
   *
   * @return what is to be said of the type: a sentence without its subject and without a full stop
   */
  default String sentence() {
    return ReasonSentences.of(this);
  }

  /**
   * The type has too little of something.
   *
   * @param shortage of what, and how much
   */
  record TooSmall(Shortage shortage) implements Misfit {
    public TooSmall {
      Objects.requireNonNull(shortage, "shortage");
    }
  }

  /**
   * The type is preemptible, and the container did not ask for that, or the other way round.
   *
   * @param asked whether the container asks for preemptible instances
   */
  record Preemptibility(boolean asked) implements Misfit {}

  /**
   * The container asks for GPUs of a kind that nobody knows: no type will ever do.
   *
   * @param stack the kind
   */
  record UnknownGpuStack(String stack) implements Misfit {
    public UnknownGpuStack {
      Objects.requireNonNull(stack, "stack");
    }
  }

  /**
   * The type's GPUs are of another kind.
   *
   * @param needed the kind that is needed; empty for no GPU
   * @param there the kind that the type has; empty for none
   */
  record OtherGpuStack(String needed, String there) implements Misfit {
    public OtherGpuStack {
      Objects.requireNonNull(needed, "needed");
      Objects.requireNonNull(there, "there");
    }
  }

  /**
   * The driver of the type's GPUs is too old, or no version at all.
   *
   * @param needed the oldest that would do
   * @param there what the type has; empty if it is not known
   */
  record OldGpuDriver(String needed, String there) implements Misfit {
    public OldGpuDriver {
      Objects.requireNonNull(needed, "needed");
      Objects.requireNonNull(there, "there");
    }
  }

  /**
   * The type's GPUs do not run code that was made for these.
   *
   * @param needed what the code was made for
   * @param there what the type has; empty if it is not known
   */
  record OtherGpuTarget(List<String> needed, String there) implements Misfit {
    public OtherGpuTarget {
      needed = List.copyOf(needed);
      Objects.requireNonNull(there, "there");
    }
  }

  /**
   * The type would do, but costs too much beside the cheapest one that would ({@code
   * maximumPriceFactor}).
   *
   * @param price what it costs an hour
   * @param mostAllowed what it may cost an hour
   */
  record TooDear(BigDecimal price, BigDecimal mostAllowed) implements Misfit {
    public TooDear {
      Objects.requireNonNull(price, "price");
      Objects.requireNonNull(mostAllowed, "mostAllowed");
    }
  }
}
