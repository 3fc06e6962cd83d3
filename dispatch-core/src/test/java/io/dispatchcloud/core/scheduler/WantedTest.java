package io.dispatchcloud.core.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.core.ContainerStatus;
import io.dispatchcloud.core.Explanation.TypeVerdict;
import io.dispatchcloud.core.Misfit;
import io.dispatchcloud.core.Shortage;
import io.dispatchcloud.core.Shortage.Resource;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("SCH-11 what would have to change before any type fits a container")
class WantedTest {
  private static final Misfit TOO_SMALL =
      new Misfit.TooSmall(new Shortage(Resource.RAM, 3L << 30, 2L << 30));
  private static final Misfit FAR_TOO_SMALL =
      new Misfit.TooSmall(new Shortage(Resource.RAM, 3L << 30, 1L << 30));

  private static TypeVerdict type(String name, Misfit... misfits) {
    return new TypeVerdict(name, BigDecimal.ONE, List.of(misfits), null);
  }

  static Stream<Arguments> misfits() {
    Misfit asked = new Misfit.Preemptibility(true);
    String has = "it has to ask for what a type has, or a type that has it to be configured: ";
    return Stream.of(
        Arguments.of(
            List.of(), "instance types have to be configured (instanceTypes): there are none"),
        Arguments.of(
            List.of(type("a", new Misfit.UnknownGpuStack("metal"))),
            "it has to ask for a GPU stack that is known, cuda or rocm, or for no GPU"),
        Arguments.of(
            List.of(type("a", TOO_SMALL, asked), type("b", asked)),
            "preemptible types have to be configured (preemptiblePriceFactor makes one of every"
                + " type), or it has to do without: then b would do"),
        Arguments.of(
            List.of(type("a", new Misfit.Preemptibility(false))),
            "types that are not preemptible have to be configured, or it has to ask for preemptible"
                + " ones: then a would do"),
        Arguments.of(
            List.of(type("a", TOO_SMALL, asked), type("b", FAR_TOO_SMALL, asked)),
            has
                + "the nearest, a, has 2.00 GiB of RAM, needed are 3.00 GiB; is not preemptible,"
                + " as was asked for"),
        Arguments.of(
            List.of(type("a", FAR_TOO_SMALL), type("b", TOO_SMALL)),
            has + "the nearest, b, has 2.00 GiB of RAM, needed are 3.00 GiB"),
        Arguments.of(
            List.of(type("a", new Misfit.OtherGpuStack("cuda", ""))),
            has + "the nearest, a, has GPU stack none, needed is cuda"));
  }

  @ParameterizedTest
  @MethodSource("misfits")
  @DisplayName("is told by what the types miss: the nearest in figures")
  void remedies(List<TypeVerdict> types, String expected) {
    ContainerStatus status = new ContainerStatus.NothingFits("none");
    assertThat(Remedies.of(status, types, List.of(), List.of())).containsExactly(expected);
  }
}
