package io.dispatchcloud.server.cloudtest;

import io.dispatchcloud.api.cloud.CapacityException;
import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.cloud.LeakSweeper;
import io.dispatchcloud.api.cloud.QuotaException;
import io.dispatchcloud.api.cloud.RateLimitException;
import io.dispatchcloud.core.CloudTrial;
import io.dispatchcloud.core.DispatcherConfig;
import io.dispatchcloud.core.Settings;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Goes through all steps in one place: an instance is made, looked at, logged in to and destroyed.
 * The first step that fails ends it, and what was made is destroyed all the same.
 */
final class PlaceCheck {
  private final CloudTrial trial;
  private final DispatcherConfig config;
  private final InstanceType type;
  private final CheckOptions options;
  private final Protocol protocol;
  private final Patience patience;
  private final Protocol.Quietly pause;
  private final String wayOut;
  private @Nullable Instance created;
  private boolean doubtful;

  /**
   * Made for one place.
   *
   * @param pause waits until somebody has had a look
   * @param wayOut what to do about instances that stay
   */
  PlaceCheck(
      CloudTrial trial,
      DispatcherConfig config,
      InstanceType type,
      CheckOptions options,
      Protocol protocol,
      Patience patience,
      Protocol.Quietly pause,
      String wayOut) {
    this.trial = trial;
    this.config = config;
    this.type = type;
    this.options = options;
    this.protocol = protocol;
    this.patience = patience;
    this.pause = pause;
    this.wayOut = wayOut;
  }

  void run() throws InterruptedException {
    if (!protocol.step("existing", this::existing)) {
      return;
    }
    CloudTrial.Order order = trial.order(type);
    try {
      if (protocol.step("create", () -> create(order)) && created != null) {
        use(order, created);
      }
    } finally {
      destroy(order);
    }
  }

  /** Nothing may be mistaken for what is about to be made. */
  private String existing() throws StepFailedException, InterruptedException {
    List<Instance> existing = list();
    if (existing.isEmpty()) {
      return "no instance carries the id " + config.instanceSetId();
    }
    String ids = existing.stream().map(instance -> instance.id().value()).sorted().toList() + "";
    if (!options.destroyExisting()) {
      throw new StepFailedException(
          "instances carry the id " + config.instanceSetId() + ": " + ids,
          "if nobody needs them, --destroy-existing destroys them");
    }
    return new Destroyer(trial, patience, wayOut)
        .destroy(existing, instance -> true, options.destroyTimeout());
  }

  private List<Instance> list() throws StepFailedException {
    try {
      return trial.instances();
    } catch (CloudException e) {
      throw Advice.onCall(e, "what the provider says names it: permissions to list, most often");
    }
  }

  private String create(CloudTrial.Order order) throws StepFailedException {
    patience.requireNoSignal();
    // However it ends, but for what says that nothing was made.
    doubtful = true;
    try {
      created = trial.create(order);
      return created.id() + " of type " + type + " (" + type.providerType() + ")";
    } catch (CloudException e) {
      doubtful =
          !(e instanceof QuotaException
              || e instanceof CapacityException
              || e instanceof RateLimitException);
      throw Advice.onCreate(e);
    }
  }

  private void use(CloudTrial.Order order, Instance instance) throws InterruptedException {
    TagCheck tags = new TagCheck(trial, order, config, patience);
    Login login = new Login(trial, order, instance);
    try {
      LoginCheck host = new LoginCheck(trial, login, config, patience);
      boolean good =
          protocol.step("listing", () -> tags.listed(instance))
              && protocol.step("tags", () -> tags.complete(instance))
              && protocol.step("set tags", () -> tags.replaced(instance))
              && protocol.step("address", host::address)
              && protocol.step("host key", host::hostKey)
              && protocol.step("boot", host::boot)
              && protocol.step("command", () -> host.command(options.command()));
      if (options.pauseBeforeDestroy()) {
        Optional<String> address = login.instance().address();
        protocol.say(
            (good ? "All is well so far. " : "")
                + "The instance "
                + instance.id()
                + " is there until you press Enter"
                + address.map(at -> ": " + login.instance().remoteUser() + " at " + at).orElse(""));
        pause.run();
      }
    } finally {
      protocol.quietly("logout", login::close);
    }
  }

  private void destroy(CloudTrial.Order order) throws InterruptedException {
    Destroyer destroyer = new Destroyer(trial, patience, wayOut);
    if (created != null) {
      Instance known = created;
      // Its tags may have been lost meanwhile, its id never is.
      Predicate<Instance> which = each -> each.id().equals(known.id()) || order.isFor(each);
      protocol.step(
          "destroy", () -> destroyer.destroy(List.of(known), which, options.destroyTimeout()));
    } else if (doubtful) {
      // The answer may have been lost: listings tell, if one waits for them.
      protocol.step("destroy", () -> destroyWhatAppears(order, destroyer));
    }
    Optional<LeakSweeper> sweeper = trial.leakSweeper();
    if (sweeper.isPresent()) {
      protocol.step("sweep", () -> sweep(sweeper.get()));
    }
  }

  /** What a create made besides the instance costs money as well. */
  private String sweep(LeakSweeper sweeper) throws StepFailedException {
    if (patience.isInAHurry()) {
      throw new StepFailedException("after a second signal nothing was swept up", wayOut);
    }
    try {
      List<String> swept = sweeper.sweep();
      return swept.isEmpty() ? "nothing is left over" : "removed: " + String.join(", ", swept);
    } catch (CloudException e) {
      throw Advice.onCall(
          e, "something may be left over, such as volumes: look, or sweep once more; " + wayOut);
    }
  }

  private String destroyWhatAppears(CloudTrial.Order order, Destroyer destroyer)
      throws StepFailedException, InterruptedException {
    boolean[] failed = {false};
    boolean appeared =
        patience.despiteSignals(
            config.get(Settings.GONE_AFTER),
            () -> {
              try {
                failed[0] = false;
                return trial.instances().stream().anyMatch(order::isFor);
              } catch (CloudException | RuntimeException | Error e) {
                failed[0] = true;
                return false;
              }
            });
    if (!appeared && patience.isInAHurry()) {
      throw new StepFailedException(
          "whether the failed create made an instance is not known: after a second signal that was"
              + " not waited for",
          wayOut);
    }
    if (failed[0]) {
      throw new StepFailedException(
          "whether the failed create made an instance is not known: listing fails", wayOut);
    }
    return appeared
        ? destroyer.destroy(List.of(), order::isFor, options.destroyTimeout())
        : "the failed create made no instance";
  }
}
