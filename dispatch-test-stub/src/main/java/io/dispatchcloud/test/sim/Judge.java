package io.dispatchcloud.test.sim;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.core.CostReport;
import io.dispatchcloud.core.DispatcherSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells all checkers what happens, and keeps the first violation. */
final class Judge implements Witness, Checker.Bench {
  private final Timeline time;
  private final List<Witness> witnesses = new ArrayList<>();
  private @Nullable Violation violation;

  Judge(Timeline time) {
    this.time = time;
  }

  void add(Witness witness) {
    witnesses.add(witness);
  }

  @Nullable Violation violation() {
    return violation;
  }

  @Override
  public void broken(String rule, String text) {
    if (violation == null) {
      violation = new Violation(rule, text, time.sinceStart(), time.happened());
    }
  }

  @Override
  public long now() {
    return time.now();
  }

  /** Something failed that can't fail. */
  void bug(String where, Throwable bug) {
    StringBuilder text = new StringBuilder(where + ": " + bug);
    for (int i = 0; i < Math.min(12, bug.getStackTrace().length); i++) {
      text.append("\n    at ").append(bug.getStackTrace()[i]);
    }
    broken("BUG", text.toString());
  }

  @Override
  public void submitted(SimulatedContainer container) {
    for (Witness witness : witnesses) {
      witness.submitted(container);
    }
  }

  @Override
  public void changed(Container after, String by) {
    for (Witness witness : witnesses) {
      witness.changed(after, by);
    }
  }

  @Override
  public void storeFailed(ContainerId id) {
    for (Witness witness : witnesses) {
      witness.storeFailed(id);
    }
  }

  @Override
  public void startRecorded(Attempt attempt, InstanceId where, String by) {
    for (Witness witness : witnesses) {
      witness.startRecorded(attempt, where, by);
    }
  }

  @Override
  public void deleted(ContainerId id) {
    for (Witness witness : witnesses) {
      witness.deleted(id);
    }
  }

  @Override
  public void started(Attempt attempt, InstanceId where) {
    for (Witness witness : witnesses) {
      witness.started(attempt, where);
    }
  }

  @Override
  public void ended(Attempt attempt, InstanceId where, @Nullable Integer exitStatus) {
    for (Witness witness : witnesses) {
      witness.ended(attempt, where, exitStatus);
    }
  }

  @Override
  public void orphaned(Attempt attempt) {
    for (Witness witness : witnesses) {
      witness.orphaned(attempt);
    }
  }

  @Override
  public void becameActive(String by) {
    for (Witness witness : witnesses) {
      witness.becameActive(by);
    }
  }

  @Override
  public void suspended(String by) {
    for (Witness witness : witnesses) {
      witness.suspended(by);
    }
  }

  @Override
  public void discarded(Attempt attempt, InstanceId where, boolean hadResult) {
    for (Witness witness : witnesses) {
      witness.discarded(attempt, where, hadResult);
    }
  }

  @Override
  public void begins(Caller by, String what) {
    for (Witness witness : witnesses) {
      witness.begins(by, what);
    }
  }

  @Override
  public void startSent(Caller by, Attempt attempt, InstanceId where) {
    for (Witness witness : witnesses) {
      witness.startSent(by, attempt, where);
    }
  }

  @Override
  public void createAsked(String by, InstanceType type) {
    for (Witness witness : witnesses) {
      witness.createAsked(by, type);
    }
  }

  @Override
  public void overloaded(String by) {
    for (Witness witness : witnesses) {
      witness.overloaded(by);
    }
  }

  @Override
  public void requested(Caller by, InstanceType type) {
    for (Witness witness : witnesses) {
      witness.requested(by, type);
    }
  }

  @Override
  public void refused(Caller by, InstanceType type, Refusal why) {
    for (Witness witness : witnesses) {
      witness.refused(by, type, why);
    }
  }

  @Override
  public void called(Caller by, String call) {
    for (Witness witness : witnesses) {
      witness.called(by, call);
    }
  }

  @Override
  public void rateLimited(Caller by, String call, Duration retryAfter) {
    for (Witness witness : witnesses) {
      witness.rateLimited(by, call, retryAfter);
    }
  }

  @Override
  public void createMade(String by, InstanceId made) {
    for (Witness witness : witnesses) {
      witness.createMade(by, made);
    }
  }

  @Override
  public void createAnswered(String by, @Nullable InstanceId made, boolean known) {
    for (Witness witness : witnesses) {
      witness.createAnswered(by, made, known);
    }
  }

  @Override
  public void listed(String by, List<InstanceId> ours) {
    for (Witness witness : witnesses) {
      witness.listed(by, ours);
    }
  }

  @Override
  public void began(InstanceId id, InstanceType type, boolean ours) {
    for (Witness witness : witnesses) {
      witness.began(id, type, ours);
    }
  }

  @Override
  public void cameUp(InstanceId id) {
    for (Witness witness : witnesses) {
      witness.cameUp(id);
    }
  }

  @Override
  public void answered(InstanceId id) {
    for (Witness witness : witnesses) {
      witness.answered(id);
    }
  }

  @Override
  public void takenAway(InstanceId id) {
    for (Witness witness : witnesses) {
      witness.takenAway(id);
    }
  }

  @Override
  public void noticed(Caller by, InstanceId id) {
    for (Witness witness : witnesses) {
      witness.noticed(by, id);
    }
  }

  @Override
  public void gone(InstanceId id) {
    for (Witness witness : witnesses) {
      witness.gone(id);
    }
  }

  @Override
  public void touched(InstanceId id, boolean ours, String by, boolean destroys, Duration silent) {
    for (Witness witness : witnesses) {
      witness.touched(id, ours, by, destroys, silent);
    }
  }

  @Override
  public void trusted(String by, InstanceId id) {
    for (Witness witness : witnesses) {
      witness.trusted(by, id);
    }
  }

  @Override
  public void published(String by, DispatcherSnapshot snapshot) {
    for (Witness witness : witnesses) {
      witness.published(by, snapshot);
    }
  }

  @Override
  public void accounted(String by, CostReport report) {
    for (Witness witness : witnesses) {
      witness.accounted(by, report);
    }
  }

  @Override
  public void ordered(InstanceId id) {
    for (Witness witness : witnesses) {
      witness.ordered(id);
    }
  }

  @Override
  public void ordered(ContainerId id) {
    for (Witness witness : witnesses) {
      witness.ordered(id);
    }
  }
}
