package io.dispatchcloud.core.loop;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.core.DispatchEvent;
import io.dispatchcloud.core.DispatchEvent.Kind;
import io.dispatchcloud.core.DispatchListener;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the application what happened, with the loop's time. Belongs to the loop. */
public final class Events {
  private static final Logger LOG = LoggerFactory.getLogger(Events.class);

  private final Loop loop;
  private final DispatchListener listener;

  /**
   * Events for one listener.
   *
   * @param loop tells the time
   * @param listener who is told
   */
  public Events(Loop loop, DispatchListener listener) {
    this.loop = loop;
    this.listener = listener;
  }

  /**
   * Something happened to an instance.
   *
   * @param kind what
   * @param instance which; null while it has no id
   * @param type its type's name
   * @param detail more, for people
   */
  public void instance(Kind kind, @Nullable InstanceId instance, String type, String detail) {
    String id = instance == null ? "" : instance.value();
    tell(new DispatchEvent(loop.instant(), kind, id, type, "", 0, detail, null));
  }

  /**
   * An instance is gone.
   *
   * @param instance which
   * @param type its type's name
   * @param cost all that it cost
   */
  public void gone(InstanceId instance, String type, BigDecimal cost) {
    tell(
        new DispatchEvent(
            loop.instant(), Kind.INSTANCE_GONE, instance.value(), type, "", 0, "", cost));
  }

  /**
   * Something happened to an attempt.
   *
   * @param kind what
   * @param attempt which
   * @param instance where; null for nowhere
   * @param type that instance's type
   * @param detail more, for people
   * @param cost what it cost; null for nothing
   */
  public void attempt(
      Kind kind,
      Attempt attempt,
      @Nullable InstanceId instance,
      String type,
      String detail,
      @Nullable BigDecimal cost) {
    tell(
        new DispatchEvent(
            loop.instant(),
            kind,
            instance == null ? "" : instance.value(),
            type,
            attempt.container().value(),
            attempt.number(),
            detail,
            cost));
  }

  private void tell(DispatchEvent event) {
    if (LOG.isDebugEnabled()) {
      LOG.debug("{}", event);
    }
    try {
      listener.onEvent(event);
    } catch (RuntimeException | LinkageError | AssertionError e) {
      LOG.error("The application's listener failed; the dispatcher goes on", e);
    }
  }
}
