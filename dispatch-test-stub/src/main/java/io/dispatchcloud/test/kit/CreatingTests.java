package io.dispatchcloud.test.kit;

import static io.dispatchcloud.test.kit.DriverTests.claimed;
import static io.dispatchcloud.test.kit.DriverTests.ids;
import static io.dispatchcloud.test.kit.DriverTests.refused;
import static io.dispatchcloud.test.kit.DriverTests.test;
import static io.dispatchcloud.test.kit.DriverTests.unclaimed;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.HostProfile;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.cloud.QuotaGroup;
import io.dispatchcloud.test.kit.DriverClaims.TagLimits;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** SET-2: what is asked for is what is made, and once. */
final class CreatingTests {
  static final List<KitTest<DriverClaims, DriverBench>> ALL =
      List.of(
          test("SET-2.1", "what was created is listed soon", CreatingTests::listed),
          test("SET-2.2", "it has the type that was asked for", CreatingTests::types),
          test("SET-2.3", "it has its tags whenever it is listed", CreatingTests::firstTags),
          test("SET-2.4", "what a create returns has id, type and tags", CreatingTests::returned),
          test("SET-2.5", "no public key is needed", CreatingTests::noKey),
          test("SET-2.6", "no init command is needed", CreatingTests::noInitCommand),
          test("SET-2.7", "requests with other tokens make other instances", CreatingTests::others),
          test("SET-2.8", "a repeated request makes no second one", CreatingTests::idempotent)
              .where(claimed(DriverClaim.IDEMPOTENT_CREATES)),
          test("SET-2.9", "what a repeated request makes is listed", CreatingTests::repeated)
              .where(unclaimed(DriverClaim.IDEMPOTENT_CREATES)),
          test("SET-2.10", "a repeated request makes none after reopening", CreatingTests::reopened)
              .where(claimed(DriverClaim.IDEMPOTENT_CREATES)),
          test("SET-2.11", "values of tags keep every character", CreatingTests::oddTags),
          test("SET-2.12", "the largest tags are kept whole", CreatingTests::largestTags),
          test("SET-2.13", "a key that is too long is refused", CreatingTests::longKey)
              .where(DriverClaims::limitsTags),
          test("SET-2.14", "a value that is too long is refused", CreatingTests::longValue)
              .where(DriverClaims::limitsTags),
          test("SET-2.15", "too many tags are refused", CreatingTests::tooMany)
              .where(DriverClaims::limitsTags),
          test("SET-2.16", "preemptible ones are made", CreatingTests::preemptible)
              .where(claimed(DriverClaim.PREEMPTIBLE)),
          test("SET-2.17", "preemptible ones are refused, not replaced", CreatingTests::onDemand)
              .where(unclaimed(DriverClaim.PREEMPTIBLE)),
          test("SET-2.18", "each type has its quota group", CreatingTests::quotaGroup),
          test("SET-2.19", "preemptible types have groups of their own", CreatingTests::spotGroup),
          test("SET-2.20", "types are in more than one quota group", CreatingTests::manyGroups)
              .where(claimed(DriverClaim.QUOTA_GROUPS)),
          test("SET-2.21", "all types are in one quota group", CreatingTests::oneGroup)
              .where(unclaimed(DriverClaim.QUOTA_GROUPS)),
          test("SET-2.22", "the host profile is the same each time", CreatingTests::hostProfile));

  private CreatingTests() {}

  private static void listed(DriverBench bench) throws Exception {
    Instance made = bench.set().create(bench.request());
    bench.listed(made.id());
    assertThat(ids(bench.list())).containsExactly(made.id());
  }

  private static void types(DriverBench bench) throws Exception {
    for (InstanceType type : bench.types(false)) {
      Instance made = bench.set().create(bench.request(type, bench.tags()));
      assertThat(made.providerType()).isEqualTo(type.providerType());
      assertThat(bench.listed(made.id()).providerType()).isEqualTo(type.providerType());
      made.destroy();
    }
  }

  /** Also in the first listing that shows it: the dispatcher must know whose it is. */
  private static void firstTags(DriverBench bench) throws Exception {
    Map<String, String> tags = bench.tagsWith("KitTag", "value");
    for (int i = 0; i < 3; i++) {
      Instance made = bench.set().create(bench.request(bench.type(), tags));
      assertThat(bench.listed(made.id()).tags()).isEqualTo(tags);
    }
  }

  private static void returned(DriverBench bench) throws Exception {
    Instance made = bench.set().create(bench.request());
    assertThat(made.id().value()).isNotBlank();
    assertThat(made.providerType()).isEqualTo(bench.type().providerType());
    assertThat(made.tags()).isEqualTo(bench.tags());
  }

  private static CreateRequest like(CreateRequest request, String initCommand, boolean key) {
    return new CreateRequest(
        request.type(),
        request.image(),
        request.tags(),
        initCommand,
        key ? request.publicKey() : null,
        request.idempotencyToken());
  }

  private static void noKey(DriverBench bench) throws Exception {
    bench.made(like(bench.request(), bench.initCommand(), false));
  }

  private static void noInitCommand(DriverBench bench) throws Exception {
    bench.made(like(bench.request(), "", true));
  }

  private static void others(DriverBench bench) throws Exception {
    Instance first = bench.made();
    Instance second = bench.made();
    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(ids(bench.list())).containsExactlyInAnyOrder(first.id(), second.id());
  }

  private static void idempotent(DriverBench bench) throws Exception {
    CreateRequest request = bench.request();
    Instance first = bench.made(request);
    Instance again = bench.set().create(request);
    assertThat(again.id()).isEqualTo(first.id());
    Instance last = bench.made();
    assertThat(ids(bench.list())).containsExactlyInAnyOrder(first.id(), last.id());
  }

  private static void repeated(DriverBench bench) throws Exception {
    CreateRequest request = bench.request();
    Instance first = bench.made(request);
    Instance again = bench.made(request);
    assertThat(ids(bench.list())).contains(first.id(), again.id());
  }

  private static void reopened(DriverBench bench) throws Exception {
    CreateRequest request = bench.request();
    Instance first = bench.made(request);
    bench.closeSet();
    assertThat(bench.set().create(request).id()).isEqualTo(first.id());
  }

  private static void oddTags(DriverBench bench) throws Exception {
    for (String value :
        List.of("a b", "a=b,c:d/e", "\"quoted\" 'twice'", "ümläut", "$x\\n#!", "")) {
      Map<String, String> tags = bench.tagsWith("KitTag", value);
      assertThat(bench.made(bench.request(bench.type(), tags)).tags()).isEqualTo(tags);
    }
  }

  private static Map<String, String> largest(DriverBench bench, int key, int value, int count) {
    Map<String, String> tags = new HashMap<>(bench.tags());
    tags.put("K".repeat(key), "v".repeat(value));
    while (tags.size() < count) {
      tags.put("Kit" + tags.size(), "value");
    }
    return tags;
  }

  private static void largestTags(DriverBench bench) throws Exception {
    TagLimits limits = bench.claims.tagLimits();
    Map<String, String> tags = largest(bench, limits.key(), limits.value(), limits.count());
    assertThat(bench.made(bench.request(bench.type(), tags)).tags()).isEqualTo(tags);
  }

  private static void tooLarge(DriverBench bench, Map<String, String> tags) throws Exception {
    refused("tags beyond the limits", () -> bench.set().create(bench.request(bench.type(), tags)));
    Instance after = bench.made();
    assertThat(ids(bench.list())).as("made all the same").containsExactly(after.id());
  }

  private static void longKey(DriverBench bench) throws Exception {
    tooLarge(bench, largest(bench, bench.claims.tagLimits().key() + 1, 1, 2));
  }

  private static void longValue(DriverBench bench) throws Exception {
    tooLarge(bench, largest(bench, 1, bench.claims.tagLimits().value() + 1, 2));
  }

  private static void tooMany(DriverBench bench) throws Exception {
    tooLarge(bench, largest(bench, 1, 1, bench.claims.tagLimits().count() + 1));
  }

  private static void preemptible(DriverBench bench) throws Exception {
    InstanceType type = bench.types(true).get(0);
    Instance made = bench.made(bench.request(type, bench.tags()));
    assertThat(made.providerType()).isEqualTo(type.providerType());
  }

  /** A type like one of the environment's, that the provider may take back. */
  private static InstanceType twin(InstanceType type) {
    return InstanceType.builder(type.name() + ".spot", type.vcpus(), type.ram(), type.price())
        .providerType(type.providerType())
        .preemptible(true)
        .build();
  }

  /** One that costs the full price is not what was asked for. */
  private static void onDemand(DriverBench bench) throws Exception {
    CreateRequest request = bench.request(twin(bench.type()), bench.tags());
    refused(CloudException.class, "a preemptible type", () -> bench.set().create(request));
    Instance after = bench.made();
    assertThat(ids(bench.list())).as("made all the same").containsExactly(after.id());
  }

  private static void quotaGroup(DriverBench bench) throws Exception {
    for (InstanceType type : bench.environment.types()) {
      QuotaGroup group = bench.set().quotaGroup(type);
      assertThat(group.name()).isNotBlank();
      assertThat(bench.set().quotaGroup(type)).isEqualTo(group);
    }
  }

  private static void spotGroup(DriverBench bench) throws Exception {
    for (InstanceType type : bench.types(false)) {
      QuotaGroup spot = bench.set().quotaGroup(twin(type));
      for (InstanceType each : bench.types(false)) {
        assertThat(spot).as(type + " preemptible").isNotEqualTo(bench.set().quotaGroup(each));
      }
    }
  }

  private static long groups(DriverBench bench) throws CloudException {
    InstanceSet set = bench.set();
    return bench.types(false).stream().map(set::quotaGroup).distinct().count();
  }

  private static void manyGroups(DriverBench bench) throws Exception {
    assertThat(groups(bench)).isGreaterThan(1);
  }

  private static void oneGroup(DriverBench bench) throws Exception {
    assertThat(groups(bench)).isEqualTo(1);
  }

  private static void hostProfile(DriverBench bench) throws Exception {
    assertThat(bench.set().hostProfile()).isEqualTo(bench.set().hostProfile());
    HostProfile profile = bench.set().hostProfile();
    bench.closeSet();
    assertThat(bench.set().hostProfile()).isEqualTo(profile);
  }
}
