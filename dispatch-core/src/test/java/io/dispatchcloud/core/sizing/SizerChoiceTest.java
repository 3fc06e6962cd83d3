package io.dispatchcloud.core.sizing;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.cloud.GpuDevices;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.GpuNeeds;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.queue.Sizing;
import io.dispatchcloud.core.Misfit;
import io.dispatchcloud.core.Shortage;
import io.dispatchcloud.core.Shortage.Resource;
import io.dispatchcloud.core.sizing.Sizer.Overheads;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("TYPE which types a container is given")
class SizerChoiceTest {
  private static final long GIB = 1L << 30;

  private static InstanceType.Builder type(String name, String price, int vcpus, double ramGib) {
    return InstanceType.builder(name, vcpus, (long) (ramGib * GIB), new BigDecimal(price));
  }

  private static InstanceType menuType(
      String name, String price, double ram, int vcpus, int scratchGib) {
    return InstanceType.builder(name, vcpus, (long) ram, new BigDecimal(price))
        .includedScratch(scratchGib * GIB)
        .build();
  }

  private static Sizer sizer(String factor, InstanceType... types) {
    return new Sizer(Arrays.asList(types), Overheads.NONE, new BigDecimal(factor));
  }

  private static List<String> names(Sizing sizing) {
    return sizing.types().stream().map(InstanceType::name).toList();
  }

  private static final List<InstanceType> MENU =
      List.of(
          menuType("best+7", "3.4", 8e9, 8, 64),
          menuType("best+5", "3.0", 8e9, 8, 16),
          menuType("best+3", "2.6", 4e9, 8, 16),
          menuType("best+2", "2.4", 4e9, 8, 4),
          menuType("best+1", "2.2", 2e9, 4, 4),
          menuType("best", "2.0", 2e9, 4, 2),
          menuType("small+1", "1.1", 1e9, 2, 16),
          menuType("small", "1.0", 2e9, 2, 1));

  @Test
  @DisplayName("TYPE-3 of a type that is too dear, what it costs and what may be")
  void tooDear() {
    Sizer sizer =
        sizer("1.5", type("one", "0.10", 1, 2).build(), type("two", "0.20", 2, 4).build());

    assertThat(sizer.verdicts(Needs.of(1, GIB), false))
        .extracting(Sizer.Verdict::misfits)
        .containsExactly(
            List.of(),
            List.of(new Misfit.TooDear(new BigDecimal("0.20"), new BigDecimal("0.150"))));
  }

  @Test
  @DisplayName("TYPE-4 a verdict tells all that a type misses, in figures")
  void allMisfits() {
    Sizer sizer =
        sizer(
            "1", type("tiny", "1", 1, 1).preemptible(true).build(), type("ok", "2", 4, 8).build());

    assertThat(sizer.verdicts(Needs.builder(2, 19L << 28).tmp(GIB).build(), false).get(0).misfits())
        .containsExactly(
            new Misfit.TooSmall(new Shortage(Resource.RAM, 5 * GIB, GIB)),
            new Misfit.TooSmall(new Shortage(Resource.SCRATCH, GIB, 0)),
            new Misfit.TooSmall(new Shortage(Resource.VCPUS, 2_000, 1_000)),
            new Misfit.Preemptibility(false));
  }

  @Test
  @DisplayName("TYPE-2 what the GPUs of a type miss, as data")
  void gpuMisfits() {
    Sizer sizer =
        sizer(
            "1",
            type("none", "1", 1, 1).build(),
            type("old", "2", 1, 1).gpu(new GpuDevices("cuda", "11.0", "7.5", 1, GIB)).build());
    GpuNeeds gpu = new GpuNeeds("cuda", 2, "12.0", List.of("8.0"), 2 * GIB);

    assertThat(sizer.verdicts(Needs.builder(1, 1).gpu(gpu).build(), false))
        .extracting(Sizer.Verdict::misfits)
        .containsExactly(
            List.of(new Misfit.OtherGpuStack("cuda", "")),
            List.of(
                new Misfit.TooSmall(new Shortage(Resource.GPUS, 2, 1)),
                new Misfit.TooSmall(new Shortage(Resource.VRAM_PER_GPU, 2 * GIB, GIB)),
                new Misfit.OldGpuDriver("12.0", "11.0"),
                new Misfit.OtherGpuTarget(List.of("8.0"), "7.5")));
  }

  @Test
  @DisplayName("TYPE-2 an unknown GPU stack is all that is to be said of any type")
  void unknownStackMisfit() {
    GpuNeeds gpu = new GpuNeeds("metal", 1, "1", List.of("m1"), 0);

    assertThat(
            sizer("1", MENU.get(0), MENU.get(1))
                .verdicts(Needs.builder(99, 1).gpu(gpu).build(), false))
        .extracting(Sizer.Verdict::misfits)
        .containsOnly(List.of(new Misfit.UnknownGpuStack("metal")));
  }

  @Test
  @DisplayName("TYPE-6 the known answer")
  void knownAnswer() {
    Needs needs = Needs.builder(2, 987654321).cacheRam(123456789).tmp(2 * GIB).build();
    List<InstanceType> menu = new ArrayList<>(MENU);

    for (long seed = 1; seed <= 10; seed++) {
      Collections.shuffle(menu, new Random(seed));
      Sizer sizer = new Sizer(menu, Overheads.NONE, new BigDecimal("1.5"));

      assertThat(names(sizer.size(needs, false)))
          .containsExactly("best", "best+1", "best+2", "best+3", "best+5");
    }
  }

  @Test
  @DisplayName("TYPE-3 one price: more RAM first, then more vCPUs, more scratch, and the name")
  void order() {
    Sizer sizer =
        sizer(
            "1",
            type("f", "1", 2, 4).build(),
            type("e", "1", 2, 4).build(),
            type("d", "1", 2, 4).addedScratch(1).build(),
            type("c", "1", 4, 4).build(),
            type("b", "1", 1, 8).build(),
            type("a", "0.99", 1, 1).build());

    assertThat(names(sizer.size(Needs.of(1, 1), false))).containsExactly("a");
    assertThat(names(sizer.size(Needs.of(1, 2 * GIB), false)))
        .containsExactly("b", "c", "d", "e", "f");
  }

  @ParameterizedTest
  @CsvSource({
    "0, a",
    "0.5, a",
    "1, a",
    "1.49, a",
    "1.5, a b",
    "1.99, a b",
    "2, a b c",
    "100, a b c d",
  })
  @DisplayName("TYPE-3 a type may cost max(1, factor) times the cheapest that is eligible")
  void factor(String factor, String expected) {
    Sizer sizer =
        sizer(
            factor,
            type("too-small", "0.1", 1, 1).build(),
            type("a", "1.0", 2, 4).build(),
            type("b", "1.5", 2, 4).build(),
            type("c", "2.00", 2, 4).build(),
            type("d", "9", 2, 4).build());

    assertThat(names(sizer.size(Needs.of(2, GIB), false))).containsExactly(expected.split(" "));
  }

  @Test
  @DisplayName("TYPE-3 free types are eligible beside other free ones only")
  void freeTypes() {
    Sizer sizer =
        sizer("1.5", type("a", "0", 1, 4).build(), type("b", "0.00", 1, 2).build(), MENU.get(0));

    assertThat(names(sizer.size(Needs.of(1, 1), false))).containsExactly("a", "b");
  }

  @Test
  @DisplayName("TYPE-2 what just fits fits; a byte or a vCPU more does not")
  void edges() {
    Sizer sizer = sizer("1", menuType("t", "1", 1000, 2, 1));

    assertThat(sizer.size(Needs.builder(2, 950).tmp(GIB).build(), false).fits()).isTrue();
    assertThat(sizer.size(Needs.of(2, 951), false).fits()).isFalse();
    assertThat(sizer.size(Needs.of(3, 1), false).fits()).isFalse();
    assertThat(sizer.size(Needs.builder(1, 1).tmp(GIB + 1).build(), false).fits()).isFalse();
  }

  @Test
  @DisplayName("TYPE-2 preemptible is for those that ask for it, and only for those")
  void preemptible() {
    Sizer sizer =
        sizer(
            "9", type("plain", "1", 1, 1).build(), type("p", "1", 1, 1).preemptible(true).build());

    assertThat(names(sizer.size(Needs.of(1, 1), false))).containsExactly("plain");
    assertThat(names(sizer.size(Needs.of(1, 1), true))).containsExactly("p");
  }

  @Test
  @DisplayName("TYPE-4 no types at all is an error of its own")
  void noTypes() {
    assertThat(sizer("1").size(Needs.of(1, 1), false).error())
        .isEqualTo("no instance types are configured");
  }

  @Test
  @DisplayName("TYPE-4 the error says for each type, cheapest first, what it misses, in figures")
  void nothingFits() {
    Sizer sizer =
        sizer(
            "1",
            type("dear", "9", 8, 16).includedScratch(4 * GIB).preemptible(true).build(),
            type("cores", "3", 2, 16).includedScratch(4 * GIB).build(),
            type("disk", "2", 8, 16).includedScratch(GIB).build(),
            type("ram", "1", 1, 1).build());

    assertThat(sizer.size(Needs.builder(4, 19L << 28).tmp(2 * GIB).build(), false).error())
        .isEqualTo(
            "no configured instance type fits:"
                + " ram has 1.00 GiB of RAM, needed are 5.00 GiB;"
                + " disk has 1.00 GiB of scratch space, needed are 2.00 GiB;"
                + " cores has 2 vCPUs, needed are 4;"
                + " dear is preemptible, which was not asked for");
  }

  @Test
  @DisplayName("TYPE-4 the error says what GPUs miss")
  void gpuMissing() {
    Sizer sizer =
        sizer(
            "1",
            type("none", "1", 1, 1).build(),
            type("few", "2", 1, 1).gpu(new GpuDevices("cuda", "12.0", "9.0", 1, GIB)).build(),
            type("thin", "3", 1, 1).gpu(new GpuDevices("cuda", "12.0", "9.0", 2, GIB)).build(),
            type("old", "4", 1, 1).gpu(new GpuDevices("cuda", "11.0", "9.0", 2, 2 * GIB)).build(),
            type("weak", "5", 1, 1).gpu(new GpuDevices("cuda", "12.0", "7.5", 2, 2 * GIB)).build());
    GpuNeeds gpu = new GpuNeeds("cuda", 2, "12.0", List.of("8.0"), 2 * GIB);

    assertThat(sizer.size(Needs.builder(1, 1).gpu(gpu).build(), false).error())
        .contains("none has GPU stack none, needed is cuda;")
        .contains("few has 1 GPUs, needed are 2;")
        .contains("thin has 1.00 GiB of memory a GPU, needed are 2.00 GiB;")
        .contains("old has GPU driver 11.0, needed is 12.0 or newer;")
        .endsWith("weak has GPU target 7.5, needed is 8.0");
  }

  @Test
  @DisplayName("TYPE-2 an unknown GPU stack is an error that names it")
  void unknownStack() {
    GpuNeeds gpu = new GpuNeeds("metal", 1, "1", List.of("m1"), 0);

    assertThat(sizer("1", MENU.get(0)).size(Needs.builder(1, 1).gpu(gpu).build(), false).error())
        .isEqualTo("unknown GPU stack 'metal'; expected cuda or rocm");
  }

  @Test
  @DisplayName("QUEUE-4 those that ask for the same share one answer, and no others do")
  void sharedAnswers() {
    Sizer sizer =
        sizer(
            "1",
            type("plain", "1", 2, 4).build(),
            type("spot", "1", 2, 4).preemptible(true).build());

    Sizing first = sizer.size(Needs.of(1, GIB), false);
    assertThat(sizer.size(Needs.of(1, GIB), false)).isSameAs(first);
    assertThat(names(first)).containsExactly("plain");
    assertThat(names(sizer.size(Needs.of(1, GIB), true))).containsExactly("spot");
    assertThat(sizer.size(Needs.of(3, GIB), false).fits()).isFalse();
  }
}
