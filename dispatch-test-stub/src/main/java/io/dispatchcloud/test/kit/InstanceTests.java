package io.dispatchcloud.test.kit;

import static io.dispatchcloud.test.kit.DriverTests.claimed;
import static io.dispatchcloud.test.kit.DriverTests.ids;
import static io.dispatchcloud.test.kit.DriverTests.refused;
import static io.dispatchcloud.test.kit.DriverTests.step;
import static io.dispatchcloud.test.kit.DriverTests.test;
import static io.dispatchcloud.test.kit.DriverTests.unclaimed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.cloud.PricePoint;
import io.dispatchcloud.api.executor.CommandRunner;
import io.dispatchcloud.api.executor.HostKey;
import io.dispatchcloud.api.executor.HostKeyVerdict;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** SET-3: what an instance tells, and what can be done with it. */
final class InstanceTests {
  static final List<KitTest<DriverClaims, DriverBench>> ALL =
      List.of(
          test("SET-3.1", "its id stays the same", InstanceTests::id),
          test("SET-3.2", "setTags replaces all of its tags", InstanceTests::setTags)
              .where(claimed(DriverClaim.TAG_CHANGES)),
          test("SET-3.3", "the last tags that were set stay", InstanceTests::lastTags)
              .where(claimed(DriverClaim.TAG_CHANGES)),
          test("SET-3.4", "setTags leaves others alone", InstanceTests::othersTags)
              .where(claimed(DriverClaim.TAG_CHANGES)),
          test("SET-3.5", "tags last over closing and opening", InstanceTests::tagsLast)
              .where(claimed(DriverClaim.TAG_CHANGES)),
          test("SET-3.6", "setTags fails and changes nothing", InstanceTests::fixedTags)
              .where(unclaimed(DriverClaim.TAG_CHANGES)),
          test("SET-3.7", "its map of tags can't be changed", InstanceTests::immutableTags),
          test("SET-3.8", "it has an address soon", InstanceTests::address),
          test("SET-3.9", "no two have the same address", InstanceTests::ownAddress),
          test("SET-3.10", "it has a user to log in as", InstanceTests::remoteUser),
          test("SET-3.11", "its own host key is accepted", InstanceTests::ownKey)
              .where(claimed(DriverClaim.HOST_KEYS)),
          test("SET-3.12", "another host key is refused", InstanceTests::otherKey)
              .where(claimed(DriverClaim.HOST_KEYS)),
          test("SET-3.13", "another instance's host key is refused", InstanceTests::othersKey)
              .where(claimed(DriverClaim.HOST_KEYS)),
          test("SET-3.14", "that host keys are not known is said", InstanceTests::noKeys)
              .where(unclaimed(DriverClaim.HOST_KEYS)),
          test("SET-3.15", "prices are told, newest first", InstanceTests::prices)
              .where(claimed(DriverClaim.PRICE_HISTORY)),
          test("SET-3.16", "no prices are told", InstanceTests::noPrices)
              .where(unclaimed(DriverClaim.PRICE_HISTORY)),
          test("SET-3.17", "destroy ends it, and no other one", InstanceTests::destroy),
          test("SET-3.18", "destroying what is going or gone is a success", InstanceTests::again),
          test("SET-3.19", "an older listing's object destroys as well", InstanceTests::older),
          test("SET-3.20", "tags don't bring back what is gone", InstanceTests::goneStays),
          test("SET-3.21", "what it says of itself names its id", InstanceTests::text));

  private InstanceTests() {}

  private static void id(DriverBench bench) throws Exception {
    Instance made = bench.set().create(bench.request());
    for (int i = 0; i < 3; i++) {
      assertThat(bench.listed(made.id()).id()).isEqualTo(made.id());
    }
    bench.closeSet();
    assertThat(ids(bench.list())).containsExactly(made.id());
  }

  private static void awaitTags(DriverBench bench, Instance of, Map<String, String> tags)
      throws Exception {
    bench.patience.until(
        of.id() + " has the tags " + tags,
        () -> bench.listed(of.id()).tags(),
        shown -> shown.equals(tags));
  }

  private static void setTags(DriverBench bench) throws Exception {
    Instance made = bench.made(bench.request(bench.type(), bench.tagsWith("KitOld", "1")));
    made.setTags(bench.tagsWith("KitNew", "2"));
    awaitTags(bench, made, bench.tagsWith("KitNew", "2"));
  }

  private static void lastTags(DriverBench bench) throws Exception {
    Instance made = bench.made();
    for (int i = 0; i <= 5; i++) {
      made.setTags(bench.tagsWith("KitTag", "value" + i));
    }
    awaitTags(bench, made, bench.tagsWith("KitTag", "value5"));
  }

  private static void othersTags(DriverBench bench) throws Exception {
    Instance first = bench.made();
    Instance second = bench.made(bench.request(bench.type(), bench.tagsWith("KitTag", "mine")));
    first.setTags(bench.tagsWith("KitTag", "yours"));
    awaitTags(bench, first, bench.tagsWith("KitTag", "yours"));
    awaitTags(bench, second, bench.tagsWith("KitTag", "mine"));
  }

  private static void tagsLast(DriverBench bench) throws Exception {
    Instance made = bench.made();
    made.setTags(bench.tagsWith("KitTag", "kept"));
    bench.closeSet();
    awaitTags(bench, made, bench.tagsWith("KitTag", "kept"));
  }

  private static void fixedTags(DriverBench bench) throws Exception {
    Instance made = bench.made();
    refused("setTags", step(() -> made.setTags(bench.tagsWith("KitTag", "new"))));
    assertThat(bench.listed(made.id()).tags()).isEqualTo(bench.tags());
  }

  private static void immutableTags(DriverBench bench) throws Exception {
    Instance created = bench.set().create(bench.request());
    for (Instance each : List.of(created, bench.listed(created.id()))) {
      assertThatThrownBy(() -> each.tags().put("KitTag", "x"))
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }

  private static String addressOf(DriverBench bench, Instance of) throws Exception {
    return bench
        .patience
        .until(
            of.id() + " has an address", () -> bench.listed(of.id()).address(), Optional::isPresent)
        .orElseThrow();
  }

  private static void address(DriverBench bench) throws Exception {
    // A name or an IPv4 address, or an IPv6 address that stands in brackets if a port follows.
    assertThat(addressOf(bench, bench.made()))
        .matches("[A-Za-z0-9.-]+(:[0-9]+)?|\\[[0-9A-Fa-f:.]+\\](:[0-9]+)?|[0-9A-Fa-f:.]+");
  }

  private static void ownAddress(DriverBench bench) throws Exception {
    assertThat(addressOf(bench, bench.made())).isNotEqualTo(addressOf(bench, bench.made()));
  }

  private static void remoteUser(DriverBench bench) throws Exception {
    assertThat(bench.made().remoteUser()).isNotBlank();
  }

  /** Tells that nothing may be run before the server is known: some drivers need no command. */
  private static final CommandRunner NO_CONNECTION =
      command -> {
        throw new AssertionError("a command was run to verify a key: " + command);
      };

  private static Instance reachable(DriverBench bench) throws Exception {
    Instance made = bench.made();
    addressOf(bench, made);
    return bench.listed(made.id());
  }

  /** A key that no host has. */
  private static HostKey strangersKey() {
    byte[] wire = new byte[51];
    System.arraycopy(
        "\0\0\0\u000bssh-ed25519\0\0\0 ".getBytes(StandardCharsets.ISO_8859_1), 0, wire, 0, 19);
    wire[50] = 1;
    return new HostKey("ssh-ed25519", wire);
  }

  private static void ownKey(DriverBench bench) throws Exception {
    Instance made = reachable(bench);
    HostKey key = bench.environment.hostKey(made);
    bench.patience.until(
        made.id() + " accepts its key",
        () -> made.verifyHostKey(key, NO_CONNECTION),
        verdict -> verdict == HostKeyVerdict.ACCEPTED);
  }

  private static void otherKey(DriverBench bench) throws Exception {
    Instance made = reachable(bench);
    assertThat(made.verifyHostKey(strangersKey(), NO_CONNECTION)).isEqualTo(HostKeyVerdict.REFUSED);
  }

  private static void othersKey(DriverBench bench) throws Exception {
    HostKey others = bench.environment.hostKey(reachable(bench));
    assertThat(reachable(bench).verifyHostKey(others, NO_CONNECTION))
        .isEqualTo(HostKeyVerdict.REFUSED);
  }

  private static void noKeys(DriverBench bench) throws Exception {
    assertThat(reachable(bench).verifyHostKey(strangersKey(), NO_CONNECTION))
        .isEqualTo(HostKeyVerdict.NOT_IMPLEMENTED);
  }

  private static void prices(DriverBench bench) throws Exception {
    InstanceType type = bench.types(true).get(0);
    Instance made = bench.made(bench.request(type, bench.tags()));
    List<PricePoint> prices =
        bench.patience.until(
            "prices of " + type, () -> made.priceHistory(type), list -> !list.isEmpty());
    assertThat(prices).isSortedAccordingTo(Comparator.comparing(PricePoint::from).reversed());
  }

  private static void noPrices(DriverBench bench) throws Exception {
    assertThat(bench.made().priceHistory(bench.type())).isEmpty();
  }

  private static void destroy(DriverBench bench) throws Exception {
    Instance first = bench.made();
    Instance second = bench.made();
    first.destroy();
    bench.awaitGone(first.id());
    assertThat(ids(bench.list())).containsExactly(second.id());
  }

  private static void again(DriverBench bench) throws Exception {
    Instance made = bench.made();
    made.destroy();
    made.destroy();
    bench.awaitGone(made.id());
    made.destroy();
    assertThat(bench.list()).isEmpty();
  }

  private static void older(DriverBench bench) throws Exception {
    Instance older = bench.made();
    Instance newer = bench.listed(older.id());
    older.destroy();
    newer.destroy();
    bench.awaitGone(older.id());
    newer.destroy();
  }

  private static void goneStays(DriverBench bench) throws Exception {
    Instance made = bench.made();
    made.destroy();
    bench.awaitGone(made.id());
    try {
      made.setTags(bench.tagsWith("KitTag", "late"));
    } catch (CloudException e) {
      assertThat(e.getMessage()).contains(made.id().value());
    }
    assertThat(bench.list()).isEmpty();
  }

  private static void text(DriverBench bench) throws Exception {
    Instance made = bench.made();
    assertThat(made.toString()).contains(made.id().value());
  }
}
