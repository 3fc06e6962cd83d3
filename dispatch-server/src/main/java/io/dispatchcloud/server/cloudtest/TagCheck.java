package io.dispatchcloud.server.cloudtest;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.core.CloudTrial;
import io.dispatchcloud.core.DispatcherConfig;
import io.dispatchcloud.core.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether listings show the instance, and its tags as they were set. */
final class TagCheck {
  private static final String MARK = "CloudTest";

  private final CloudTrial trial;
  private final CloudTrial.Order order;
  private final DispatcherConfig config;
  private final Patience patience;

  TagCheck(CloudTrial trial, CloudTrial.Order order, DispatcherConfig config, Patience patience) {
    this.trial = trial;
    this.order = order;
    this.config = config;
    this.patience = patience;
  }

  String listed(Instance instance) throws StepFailedException, InterruptedException {
    boolean listed =
        patience.until(config.get(Settings.GONE_AFTER), () -> find(instance).isPresent());
    if (!listed) {
      throw new StepFailedException(
          "no listing shows it",
          "its tag with the instance set's id is missing, or listings are later than goneAfter:"
              + " raise that");
    }
    return "listings show it";
  }

  /** Tags may be shown late. */
  String complete(Instance instance) throws StepFailedException, InterruptedException {
    awaitTags(instance, order.tags(), "a create's tags are missing or wrong in listings");
    return order.tags().size() + " as asked for";
  }

  String replaced(Instance instance) throws StepFailedException, InterruptedException {
    Map<String, String> more = new LinkedHashMap<>(order.tags());
    more.put(config.get(Settings.TAG_KEY_PREFIX) + MARK, "done");
    try {
      find(instance).orElse(instance).setTags(more);
    } catch (CloudException e) {
      throw Advice.onCall(e, "permissions to change tags, most often");
    }
    awaitTags(instance, more, "tags that were set are missing or wrong in listings");
    return "shown as they were set";
  }

  private void awaitTags(Instance instance, Map<String, String> wanted, String complaint)
      throws StepFailedException, InterruptedException {
    boolean complete =
        patience.until(config.get(Settings.GONE_AFTER), () -> missing(instance, wanted).isEmpty());
    if (!complete) {
      throw new StepFailedException(
          complaint + ": " + String.join(", ", missing(instance, wanted)),
          "a dispatcher would take such an instance for a stranger's; see the driver's notes on"
              + " tags");
    }
  }

  /** The keys of the tags that are not shown as they should be; all if it is not listed. */
  private List<String> missing(Instance instance, Map<String, String> wanted)
      throws StepFailedException {
    Map<String, String> shown = find(instance).map(Instance::tags).orElse(Map.of());
    return wanted.entrySet().stream()
        .filter(tag -> !tag.getValue().equals(shown.get(tag.getKey())))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  private Optional<Instance> find(Instance instance) throws StepFailedException {
    try {
      return trial.instances().stream()
          .filter(listed -> listed.id().equals(instance.id()))
          .findFirst();
    } catch (CloudException e) {
      throw Advice.onCall(e, "what the provider says names it: permissions to list, most often");
    }
  }
}
