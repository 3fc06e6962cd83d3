package io.dispatchcloud.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.server.http.SampleSite;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people look at for a while. */
class WatchCommandsTest {
  private SampleSite site;

  @BeforeEach
  void open() throws Exception {
    site = new SampleSite();
  }

  @AfterEach
  void close() {
    site.close();
  }

  private Program run(FakeOperator operator, String... arguments) {
    return Program.run(environment(), operator, arguments);
  }

  private Map<String, String> environment() {
    return Map.of(
        "DISPATCH_MANAGEMENT_URL", site.url(), "DISPATCH_MANAGEMENT_TOKEN", SampleSite.TOKEN);
  }

  @Test
  void topIsDrawnInPlaceAndAgainEachSecond() {
    FakeOperator operator = FakeOperator.nobody().looking(() -> {}, site::empties);

    assertThat(run(operator, "top").endsWith(0).out()).isEmpty();

    assertThat(operator.left).isTrue();
    assertThat(operator.pictures).hasSize(3);
    assertThat(String.join("\n", operator.pictures.get(0)) + "\n")
        .isEqualTo(
            """
            dispatch   active, ready  2026-03-01T12:00:00Z  %s
            instances  1 creating, 1 unknown, 1 idle, 1 running
                       creating   ########## 1
                       unknown    ########## 1
                       idle       ########## 1
                       running    ########## 1
            containers 6 queued, 1 running, 1 complete
            waiting    1 at capacity, 1 boots failing, 1 budget reached, 1 nothing fits, 1 on hold, 1 waiting for instance
            cost       0.3000 an hour (budget 12.5000), 1.2300 so far
            limits     no room for big; boots fail of medium, small

            turn  container  state             priority  submitted  why
            2     wait-1     queued            1         5m ago     waiting while the provider has no room for big, at position 1
            3     wait-2     queued            1         5m ago     waiting for an instance of type small
            4     gpu-3      queued            1         5m ago     no type has a GPU
            5     wait-4     queued (on hold)  0         5m ago     on hold: its priority is below 1
            7     wait-5     queued            1         5m ago     waiting while instances cost as much as they may, at position 2
            8     wait-6     queued            1         5m ago     waiting because instances of small do not come up
            """
                .formatted(site.url()));
    assertThat(operator.lastPicture()).contains("instances  none", "nothing waits");
  }

  @Test
  void topWithoutATerminalIsOnePictureAndAnEnd() {
    run(FakeOperator.nobody().reading(() -> {}), "top")
        .endsWith(0)
        .says("dispatch   active, ready", "wait-6");
  }

  @Test
  void topOnANarrowTerminalHasNoBars() {
    FakeOperator operator = FakeOperator.nobody().looking();
    operator.width = 30;

    run(operator, "top").endsWith(0);

    assertThat(operator.lastPicture()).noneMatch(line -> line.contains("###"));
  }

  @Test
  void aSignalEndsItWithItsStatusAndGivesTheTerminalBack() {
    FakeOperator operator = FakeOperator.nobody().looking().endedBySignal(2);

    run(operator, "top").endsWith(130);

    assertThat(operator.left).isTrue();
  }

  @Test
  void aServerThatGoesIsToldAboveTheLastPictureAndAskedAgain() {
    FakeOperator operator = FakeOperator.nobody().looking(site::hasNone, () -> {});

    run(operator, "instances", "--watch").endsWith(0);

    assertThat(operator.pictures).hasSize(3);
    assertThat(operator.lastPicture().get(0))
        .contains("this process has no dispatcher just now")
        .endsWith("; trying again");
    assertThat(operator.lastPicture()).anyMatch(line -> line.startsWith("i-1 "));
  }

  @Test
  void instancesAreWatchedWithoutATerminalByWhatChanged() {
    FakeOperator operator = FakeOperator.nobody().reading(() -> {}, site::empties, () -> {});

    String out = run(operator, "instances", "--watch", "--json").endsWith(0).out();

    assertThat(out).hasLineCount(2).startsWith("[{\"id\":\"i-1\"").endsWith("\n[]\n");
    assertThat(operator.left).isTrue();
  }

  @Test
  void topShowsWhatWaitsForAnInstanceThatBootsThoughItIsLocked() {
    site.locks();

    run(FakeOperator.nobody(), "top")
        .endsWith(0)
        .says("locked-1   locked", "locked-2   locked", "waiting for an instance of type small");
    assertThat(run(FakeOperator.nobody(), "top", "--json").endsWith(0).out())
        .contains("\"id\":\"locked-1\"");
  }

  @Test
  void withoutATerminalTroubleGoesToStderrOnceAndNothingIsSaidAgain() {
    FakeOperator operator =
        FakeOperator.nobody().reading(site::hasNone, () -> {}, () -> {}, site::comesBack, () -> {});

    Program watched = run(operator, "instances", "--watch", "--json").endsWith(0);

    assertThat(watched.out()).hasLineCount(1).startsWith("[{\"id\":\"i-1\"");
    assertThat(watched.err()).hasLineCount(1).contains("no dispatcher just now: it");
  }

  @Test
  void aWatchEndsWhenNobodyReadsItAnyMore() {
    FakeOperator operator = FakeOperator.nobody().reading(() -> {}, () -> {}, () -> {});
    Program.runInto(
        new java.io.Writer() {
          @Override
          public void write(char[] text, int from, int length) throws java.io.IOException {
            throw new java.io.IOException("Broken pipe");
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        },
        environment(),
        operator,
        "instances",
        "--watch");

    assertThat(operator.left).isTrue();
    assertThat(operator.isBored()).as("nothing was waited for").isFalse();
  }

  @Test
  void whatCantBeReachedInTheFirstPlaceIsNotWatched() {
    FakeOperator operator = FakeOperator.nobody().looking(() -> {});
    site.hasNone();

    run(operator, "top").endsWith(3).complains("no dispatcher just now");

    assertThat(operator.pictures).isEmpty();
    assertThat(operator.left).isTrue();
  }
}
