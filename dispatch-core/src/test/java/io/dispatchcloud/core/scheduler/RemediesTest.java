package io.dispatchcloud.core.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.core.ContainerStatus;
import io.dispatchcloud.core.Explanation.PlaceVerdict;
import io.dispatchcloud.core.Explanation.TypeVerdict;
import io.dispatchcloud.core.Hindrance;
import io.dispatchcloud.core.Misfit;
import io.dispatchcloud.core.PlaceReason;
import io.dispatchcloud.core.PlaceReason.Cause;
import io.dispatchcloud.core.Shortage;
import io.dispatchcloud.core.Shortage.Resource;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("SCH-11 what would make a container run")
class RemediesTest {
  private static final Instant SOON = Instant.parse("2026-01-01T00:01:00Z");
  private static final Instant LATER = Instant.parse("2026-01-01T00:05:00Z");
  private static final BigDecimal ONE = BigDecimal.ONE;
  private static final Misfit TOO_SMALL =
      new Misfit.TooSmall(new Shortage(Resource.RAM, 3L << 30, 2L << 30));
  private static final Misfit TOO_DEAR = new Misfit.TooDear(new BigDecimal("2"), ONE);

  /** A status, what was considered, and what is to be said. */
  private record Row(
      ContainerStatus status,
      List<TypeVerdict> types,
      List<Hindrance> hindrances,
      List<PlaceVerdict> places,
      List<String> expected) {
    @Override
    public String toString() {
      return status + " " + types + " " + hindrances;
    }
  }

  private static TypeVerdict type(String name, @Nullable Hindrance hindrance, Misfit... misfits) {
    return new TypeVerdict(name, ONE, List.of(misfits), hindrance);
  }

  private static Row row(ContainerStatus status, List<Hindrance> hindrances, String... expected) {
    return new Row(status, List.of(type("a", null)), hindrances, List.of(), List.of(expected));
  }

  private static Row typed(ContainerStatus status, List<TypeVerdict> types, String... expected) {
    return new Row(status, types, List.of(), List.of(), List.of(expected));
  }

  private static Row full(
      ContainerStatus status,
      List<TypeVerdict> types,
      List<Hindrance> hindrances,
      List<PlaceVerdict> places,
      String... expected) {
    return new Row(status, types, hindrances, places, List.of(expected));
  }

  static Stream<Row> rows() {
    return Stream.of(simple(), creates(), types(), limits()).flatMap(each -> each);
  }

  private static Stream<Row> simple() {
    return Stream.of(
        row(new ContainerStatus.Preparing(), List.of()),
        row(new ContainerStatus.Running("i-1"), List.of()),
        row(new ContainerStatus.Finished(), List.of()),
        row(
            new ContainerStatus.OnHold(),
            List.of(),
            "release it, or give it a priority of 1 or more"),
        row(
            new ContainerStatus.SupervisorLimit(3),
            List.of(),
            "supervisors before it have to end (it is number 3 of those that wait), or"
                + " supervisorFraction to be raised, or what it is a part of: maxInstances, if no"
                + " smaller limit was set or learnt"),
        row(
            new ContainerStatus.PreviousAttemptExiting(),
            List.of(),
            "what runs of its earlier attempt has to end; if it hangs, kill the instance that it is"
                + " on"),
        typed(
            new ContainerStatus.NothingFits("none"),
            List.of(),
            "instance types have to be configured (instanceTypes): there are none"),
        row(
            new ContainerStatus.Draining(),
            List.of(),
            "another dispatcher has to be started: this one takes no new work"));
  }

  private static Stream<Row> creates() {
    ContainerStatus waiting = new ContainerStatus.WaitingForInstance("a");
    String made = "an instance of a has to be made and to boot";
    return Stream.of(
        row(waiting, List.of(), made),
        row(
            waiting,
            List.of(new Hindrance.NotListed()),
            made + ": nothing is created before the instances were listed once"),
        row(
            waiting,
            List.of(new Hindrance.Throttled(SOON)),
            made + ": none is created before 2026-01-01T00:01:00Z, as the provider asked for"),
        row(
            waiting,
            List.of(new Hindrance.QuotaTrial()),
            made + ": one create finds out first whether the provider allows more by now"),
        row(
            waiting,
            List.of(new Hindrance.CreateSlots(10)),
            made
                + ": one of the 10 creates before it has to return, or"
                + " maxConcurrentInstanceCreateOps to be raised"),
        full(
            waiting,
            List.of(),
            List.of(new Hindrance.CreateSlots(10)),
            List.of(new PlaceVerdict(new InstanceId("i-7"), "a", new PlaceReason.Chosen(0, false))),
            "i-7 has to boot"),
        full(
            waiting,
            List.of(),
            List.of(),
            List.of(new PlaceVerdict(null, "a", new PlaceReason.Chosen(1, false))),
            "an instance of a that is being made has to boot"));
  }

  private static Stream<Row> types() {
    ContainerStatus capacity = new ContainerStatus.AtCapacity(1, List.of("a", "b"));
    ContainerStatus boots = new ContainerStatus.BootsFailing(List.of("a", "b"));
    Hindrance failed = new Hindrance.CreateFailed(LATER);
    Hindrance full = new Hindrance.AtCapacity(SOON);
    return Stream.of(
        typed(
            capacity,
            List.of(type("a", full), type("b", full), type("c", null, TOO_SMALL)),
            "the provider has to have room for a or b again; tried again at 2026-01-01T00:01:00Z"),
        typed(
            capacity,
            List.of(type("a", failed), type("b", full)),
            "the provider has to have room for b again, or a create of a has to succeed (the log"
                + " tells how the last one failed); tried again at 2026-01-01T00:01:00Z"),
        typed(
            capacity,
            List.of(type("a", full), type("b", new Hindrance.BootsFailing(null))),
            "the provider has to have room for a again, or instances of b have to come up (the log"
                + " tells how the last boots failed); tried again at 2026-01-01T00:01:00Z"),
        typed(
            capacity,
            List.of(
                type("a", full),
                type("b", full),
                type("c", null, TOO_DEAR),
                type("d", full, TOO_DEAR),
                type("e", null, TOO_DEAR)),
            "the provider has to have room for a or b again; tried again at 2026-01-01T00:01:00Z,"
                + " or maximumPriceFactor to be raised, which allows c, e"),
        typed(
            boots,
            List.of(
                type("a", new Hindrance.BootsFailing(LATER)),
                type("b", new Hindrance.BootsFailing(SOON))),
            "instances of a or b have to come up (the log tells how the last boots failed); tried"
                + " again at 2026-01-01T00:01:00Z"),
        full(
            boots,
            List.of(
                type("a", new Hindrance.BootsFailing(null)),
                type("b", new Hindrance.BootsFailing(null))),
            List.of(new Hindrance.BootFailuresCost(new BigDecimal("5.10"), new BigDecimal("5"))),
            List.of(),
            "breakerCap (5) to be raised, once instances boot: those that never came up have cost"
                + " 5.1"));
  }

  private static Stream<Row> limits() {
    ContainerStatus account = new ContainerStatus.AccountLimit(1);
    ContainerStatus dispatcher = new ContainerStatus.DispatcherLimit(1);
    PlaceVerdict held =
        new PlaceVerdict(new InstanceId("i-9"), "a", new PlaceReason.NoWork(Cause.HELD));
    return Stream.of(
        row(
            account,
            List.of(new Hindrance.MaxInstances(64)),
            "an instance has to go, or maxInstances (64) to be raised"),
        row(
            account,
            List.of(new Hindrance.Quota(SOON)),
            "an instance has to go, or the provider's quota to be raised; tried again at"
                + " 2026-01-01T00:01:00Z"),
        row(
            account,
            List.of(new Hindrance.Quota(SOON), new Hindrance.MaxInstances(64)),
            "an instance has to go, or the provider's quota and maxInstances (64) to be raised;"
                + " tried again at 2026-01-01T00:01:00Z"),
        row(
            dispatcher,
            List.of(new Hindrance.InstanceLimit(4, true)),
            "something that runs has to end, or an instance that is being made to come: at most 4"
                + " are tried now, one more with each that is made, beginning with"
                + " initialQuotaEstimate"),
        row(
            dispatcher,
            List.of(new Hindrance.InstanceLimit(4, false)),
            "something that runs has to end, or an instance that is being made to come: at most 4"
                + " are tried now, one more with each that is made"),
        row(
            dispatcher,
            List.of(new Hindrance.ContainerLimit(7)),
            "something that runs has to end, or the store to bear more again: at most 7 containers"
                + " run since it had too much to do, some more every minute"),
        full(
            dispatcher,
            List.of(type("a", null)),
            List.of(new Hindrance.ContainerLimit(7)),
            List.of(held),
            "something that runs has to end, or the store to bear more again: at most 7 containers"
                + " run since it had too much to do, some more every minute"),
        full(
            account,
            List.of(type("a", null)),
            List.of(new Hindrance.MaxInstances(1)),
            List.of(
                held,
                new PlaceVerdict(new InstanceId("i-8"), "b", new PlaceReason.NoWork(Cause.HELD)),
                new PlaceVerdict(
                    new InstanceId("i-7"), "a", new PlaceReason.NoWork(Cause.DRAINED))),
            "an instance has to go, or maxInstances (1) to be raised",
            "or an instance that is held may be set to run again: i-9"),
        typed(
            new ContainerStatus.BudgetReached(1),
            List.of(
                type("a", new Hindrance.OverBudget(ONE, BigDecimal.ZERO, new BigDecimal("12.50")))),
            "instances have to go until they cost less than budgetPerHour (12.5), or that is to be"
                + " raised"),
        row(
            new ContainerStatus.BudgetSpent(new BigDecimal("12.3"), BigDecimal.TEN),
            List.of(),
            "budgetPerContainer has to be raised; or cancel it, for it waits until then"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  @DisplayName("is told of each status by what was in the way")
  void remedies(Row row) {
    assertThat(Remedies.of(row.status, row.types, row.hindrances, row.places))
        .isEqualTo(row.expected);
  }

  @Test
  @DisplayName("has a row for each kind of status")
  void complete() {
    Set<Class<?>> told = new HashSet<>();
    rows().forEach(row -> told.add(row.status.getClass()));
    assertThat(told)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.asList(ContainerStatus.class.getPermittedSubclasses()));
  }

  @Test
  @DisplayName("has a row for each kind of hindrance")
  void completeHindrances() {
    Set<Class<?>> told = new HashSet<>();
    rows()
        .forEach(
            row -> {
              row.hindrances.forEach(each -> told.add(each.getClass()));
              row.types.forEach(
                  each -> told.add(each.hindrance() == null ? null : each.hindrance().getClass()));
            });
    assertThat(told).containsAll(Arrays.asList(Hindrance.class.getPermittedSubclasses()));
  }
}
