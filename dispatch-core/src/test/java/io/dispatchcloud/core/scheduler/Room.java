package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.core.BootOutcome;
import io.dispatchcloud.core.IdleBehavior;
import io.dispatchcloud.core.WorkerState;
import io.dispatchcloud.core.WorkerView;
import io.dispatchcloud.core.pool.Outlook;
import io.dispatchcloud.core.pool.PoolView;
import io.dispatchcloud.core.sizing.Resources;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One instance with containers on it, asked as the mapper asks: is it a place for one more? */
final class Room {
  private static final InstanceId ID = new InstanceId("i-1");

  private final InstanceType type;
  private final int containersMax;
  private final List<@Nullable Resources> taken = new ArrayList<>();

  Room(InstanceType type, int containersMax) {
    this.type = type;
    this.containersMax = containersMax;
  }

  void take(Resources needed) {
    taken.add(needed);
  }

  void takeUnknown() {
    taken.add(null);
  }

  boolean holds(Resources needed) {
    PoolView pool =
        new PoolView(
            Scene.T0,
            List.of(worker()),
            Map.of(),
            0,
            0,
            false,
            Set.of(),
            Set.of(),
            Outlook.CLEAR,
            BigDecimal.ZERO,
            BigDecimal.ZERO);
    // Both ways: as one of many whose least need is nothing, and as the only one.
    boolean holds = holds(pool, needed, Resources.NONE);
    if (holds != holds(pool, needed, needed)) {
      throw new AssertionError("it depends on who else asks: " + needed);
    }
    return holds;
  }

  private boolean holds(PoolView pool, Resources needed, Resources least) {
    Types types = new Types();
    Stock stock = new Stock(pool.workers(), types, containersMax);
    taken.forEach(each -> stock.occupy(ID, each));
    Shape shape = new Shapes(types).of(needed, List.of(type));
    stock.plant(least);
    return new Places(stock, true).best(new Seeker(shape, 1, 1, new Supply(pool))) != Rooms.NONE;
  }

  private WorkerView worker() {
    return new WorkerView(
        ID,
        "",
        type,
        WorkerState.IDLE,
        IdleBehavior.RUN,
        true,
        List.of(),
        Scene.T0,
        null,
        null,
        null,
        null,
        BootOutcome.SUCCESS,
        BigDecimal.ZERO);
  }
}
