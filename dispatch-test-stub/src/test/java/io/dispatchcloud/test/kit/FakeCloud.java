package io.dispatchcloud.test.kit;

import io.dispatchcloud.api.cloud.CapacityException;
import io.dispatchcloud.api.cloud.CapacityException.Scope;
import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.cloud.QuotaException;
import io.dispatchcloud.api.cloud.RateLimitException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** A provider in memory that can do, and fail in, all that the kit knows. Thread-safe. */
final class FakeCloud implements Faults {
  /** How many listings a change is not yet seen in. */
  private static final int LAG = 2;

  private static final int PAGE = 1_000;

  /** One machine. Its cloud guards it. */
  static final class Vm {
    final String id;
    final CreateRequest request;
    final int secretKey;
    Map<String, String> tags;
    Map<String, String> shownTags;
    int listingsUntilShown = LAG;
    int listingsUntilTagged;
    int listingsUntilGone = Integer.MAX_VALUE;

    Vm(String id, CreateRequest request, Map<String, String> tags, int number) {
      this.id = id;
      this.request = request;
      this.tags = tags;
      this.shownTags = tags;
      this.secretKey = number;
    }
  }

  final Flaw flaw;
  private final Map<String, Vm> vms = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> resources = new LinkedHashMap<>();
  private Fault fault;
  private int hanging;
  private int count;

  FakeCloud(Flaw flaw) {
    this.flaw = flaw;
  }

  @Override
  public synchronized void begin(Fault next, InstanceType type) {
    fault = next;
  }

  @Override
  public synchronized void end() {
    fault = null;
    notifyAll();
  }

  @Override
  public synchronized int hanging() {
    return hanging;
  }

  synchronized void wake() {
    notifyAll();
  }

  private boolean has(Fault wanted) {
    return fault == wanted;
  }

  private void hang(BooleanSupplier closed) throws CloudException {
    hanging++;
    try {
      while (has(Fault.CALLS_HANG)) {
        if (closed.getAsBoolean() && flaw != Flaw.HANGS_WHEN_CLOSED) {
          throw new CloudException("fake: the set was closed");
        }
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CloudException("fake: interrupted", e);
    } finally {
      hanging--;
    }
  }

  // Calls.

  synchronized Vm create(CreateRequest request, BooleanSupplier closed) throws CloudException {
    hang(closed);
    refuse(request);
    Vm there = made(request);
    if (there != null) {
      return there;
    }
    if (has(Fault.CREATES_FAIL)) {
      if (flaw == Flaw.MAKES_IT_ALL_THE_SAME) {
        make(request);
      }
      if (flaw == Flaw.UNTYPED_FAILURES) {
        throw new IllegalStateException("fake: 500");
      }
      throw new CloudException(
          "fake: 500" + (flaw == Flaw.SECRET_IN_A_FAILURE ? " of " + request.initCommand() : ""));
    }
    Vm vm = make(request);
    if (has(Fault.CREATE_ANSWERS_LOST)) {
      throw new CloudException("fake: no answer");
    }
    return vm;
  }

  private Vm make(CreateRequest request) {
    Map<String, String> tags = new HashMap<>(request.tags());
    if (flaw == Flaw.LOSES_A_TAG) {
      tags.remove("KitTag");
    }
    if (flaw == Flaw.TRUNCATES_VALUES) {
      tags.replaceAll((key, value) -> value.substring(0, Math.min(value.length(), 100)));
    }
    count++;
    Vm vm = new Vm("vm-" + count, request, Map.copyOf(tags), count);
    vms.put(vm.id, vm);
    return vm;
  }

  private Vm made(CreateRequest request) {
    if (flaw == Flaw.CREATES_TWICE) {
      return null;
    }
    return vms.values().stream()
        .filter(vm -> vm.request.idempotencyToken().equals(request.idempotencyToken()))
        // As who looks into a listing does.
        .filter(vm -> vm.listingsUntilShown == 0 || flaw != Flaw.CREATES_TWICE_AT_ONCE)
        .findFirst()
        .orElse(null);
  }

  private void refuse(CreateRequest request) throws CloudException {
    if (has(Fault.CREATES_RATE_LIMITED)) {
      if (flaw == Flaw.RATE_LIMIT_WITHOUT_A_TYPE) {
        throw new CloudException("fake: 429");
      }
      throw new RateLimitException("fake: 429", Duration.ofSeconds(3));
    }
    if (has(Fault.QUOTA_REACHED)) {
      if (flaw == Flaw.QUOTA_AS_CAPACITY) {
        throw new CapacityException("fake: full", Scope.ALL);
      }
      throw new QuotaException("fake: full");
    }
    Map<Fault, Scope> scopes =
        Map.of(
            Fault.NO_CAPACITY_FOR_TYPE, Scope.INSTANCE_TYPE,
            Fault.NO_CAPACITY_IN_GROUP, Scope.QUOTA_GROUP,
            Fault.NO_CAPACITY, Scope.ALL);
    Scope scope = fault == null ? null : scopes.get(fault);
    if (scope != null) {
      throw new CapacityException("fake: full", flaw == Flaw.WRONG_SCOPE ? Scope.ALL : scope);
    }
    if (request.tags().size() > 10 && flaw != Flaw.TAKES_TOO_MANY_TAGS) {
      throw new CloudException("fake: too many tags");
    }
    for (Map.Entry<String, String> tag : request.tags().entrySet()) {
      if (tag.getKey().length() > 128 || tag.getValue().length() > 255) {
        throw new CloudException("fake: a tag is too long");
      }
    }
  }

  synchronized List<Vm> list(BooleanSupplier closed) throws CloudException {
    hang(closed);
    if (has(Fault.LISTINGS_RATE_LIMITED)) {
      throw new RateLimitException("fake: 429", Duration.ofSeconds(3));
    }
    if (has(Fault.LISTINGS_FAIL)) {
      if (flaw == Flaw.EMPTY_LISTING_FOR_A_FAILURE) {
        return List.of();
      }
      throw new CloudException("fake: 500");
    }
    vms.values().forEach(FakeCloud::age);
    vms.values().removeIf(vm -> vm.listingsUntilGone <= 0);
    List<Vm> shown = vms.values().stream().filter(vm -> vm.listingsUntilShown == 0).toList();
    if (has(Fault.LISTINGS_BREAK_OFF) && shown.size() > PAGE) {
      if (flaw == Flaw.HALF_A_LISTING) {
        return shown.subList(0, PAGE);
      }
      throw new CloudException("fake: 500 for the second page");
    }
    boolean one = flaw == Flaw.ONLY_THE_FIRST_PAGE && shown.size() > PAGE;
    return one ? shown.subList(0, PAGE) : shown;
  }

  private static void age(Vm vm) {
    vm.listingsUntilShown = Math.max(0, vm.listingsUntilShown - 1);
    vm.listingsUntilTagged = Math.max(0, vm.listingsUntilTagged - 1);
    if (vm.listingsUntilTagged == 0) {
      vm.shownTags = vm.tags;
    }
    if (vm.listingsUntilGone != Integer.MAX_VALUE) {
      vm.listingsUntilGone--;
    }
  }

  synchronized void setTags(String id, Map<String, String> tags) throws CloudException {
    Vm vm = vms.get(id);
    if (has(Fault.TAGGING_FAILS) || vm == null) {
      throw new CloudException("fake: no tags for " + id);
    }
    Map<String, String> all = new HashMap<>(flaw == Flaw.MERGES_TAGS ? vm.tags : Map.of());
    all.putAll(tags);
    vm.tags = Map.copyOf(all);
    vm.listingsUntilTagged = LAG;
  }

  synchronized void destroy(String id) throws CloudException {
    if (has(Fault.DESTROYS_FAIL)) {
      throw new CloudException("fake: 500");
    }
    Vm vm = vms.get(id);
    boolean going = vm == null || vm.listingsUntilGone != Integer.MAX_VALUE;
    if (going && flaw == Flaw.DESTROYS_ONLY_ONCE) {
      throw new CloudException("fake: 404");
    }
    if (!going) {
      vm.listingsUntilGone = LAG;
    }
  }

  // What is not one instance's.

  synchronized String leave(Map<String, String> tags) {
    count++;
    String id = "disk-" + count;
    resources.put(id, tags);
    return id;
  }

  synchronized Map<String, Map<String, String>> resources() {
    return new LinkedHashMap<>(resources);
  }

  synchronized List<String> sweep(InstanceSetId whose) {
    List<String> swept =
        resources.entrySet().stream()
            .filter(each -> each.getKey().startsWith("disk-"))
            .filter(
                each ->
                    flaw == Flaw.SWEEPS_WHAT_OTHERS_LEFT
                        || whose.value().equals(each.getValue().get(DriverBench.ID_KEY)))
            .map(Map.Entry::getKey)
            .toList();
    swept.forEach(resources::remove);
    return swept;
  }

  synchronized void share(Map<String, String> tags) {
    resources.put("key-" + tags.hashCode(), tags);
  }

  synchronized void forgetTokens() {
    vms.replaceAll((id, vm) -> withoutToken(vm));
  }

  private static Vm withoutToken(Vm vm) {
    CreateRequest old = vm.request;
    CreateRequest fresh =
        new CreateRequest(old.type(), old.image(), old.tags(), "", old.publicKey(), "forgotten");
    Vm same = new Vm(vm.id, fresh, vm.tags, vm.secretKey);
    same.listingsUntilShown = vm.listingsUntilShown;
    return same;
  }
}
