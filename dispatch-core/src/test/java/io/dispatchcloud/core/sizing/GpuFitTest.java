package io.dispatchcloud.core.sizing;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.cloud.GpuDevices;
import io.dispatchcloud.api.container.GpuNeeds;
import io.dispatchcloud.core.Misfit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("TYPE-2 GPUs")
class GpuFitTest {
  private static GpuDevices there(String text) {
    String[] part = text.split("/", -1);
    return new GpuDevices(
        part[0], part[1], part[2], Integer.parseInt(part[3]), Long.parseLong(part[4]));
  }

  private static GpuNeeds asked(String text) {
    String[] part = text.split("/", -1);
    List<String> targets = part[2].isEmpty() ? List.of() : List.of(part[2].split(","));
    return new GpuNeeds(
        part[0], Integer.parseInt(part[3]), part[1], targets, Long.parseLong(part[4]));
  }

  private static List<Misfit> missing(GpuDevices devices, GpuNeeds needs) {
    List<Misfit> misfits = new ArrayList<>();
    GpuFit.addMissing(misfits, devices, needs);
    return misfits;
  }

  @Test
  @DisplayName("TYPE-2 an empty target is none, also where both have it")
  void emptyTarget() {
    GpuNeeds asked = new GpuNeeds("rocm", 1, "6.0", List.of(""), 0);

    assertThat(missing(there("rocm/6.0//1/8"), asked)).isNotEmpty();
  }

  @ParameterizedTest(name = "there {0}, asked {1}: {2} ({3})")
  @CsvSource(
      delimiter = '|',
      value = {
        // stack / driver / targets / devices / bytes of memory each
        "///0/0            | ///0/0                 | true  | no GPU, none asked",
        "cuda/12.0/9.0/1/8 | ///0/0                 | false | a GPU that nobody asked for",
        "///0/0            | cuda/11.0/8.0/1/1      | false | none there",
        "rocm/12.0/9.0/1/8 | cuda/11.0/8.0/1/1      | false | the other stack",
        "CUDA/12.0/9.0/1/8 | cuda/11.0/8.0/1/1      | false | a stack's name has its case",
        "cuda/12.0/9.0/1/8 | cuda/11.0/8.0/1/8      | true  | newer driver and device",
        "cuda/11.0/8.0/1/8 | cuda/11.0/8.0/1/8      | true  | exactly as asked",
        "cuda/11.0/8.0/1/8 | cuda/11.0/8.0/1/9      | false | too little memory",
        "cuda/11.0/8.0/2/8 | cuda/11.0/8.0/2/8      | true  | memory counts a device",
        "cuda/11.0/8.0/2/8 | cuda/11.0/8.0/1/16     | false | memory of two is not added",
        "cuda/11.0/8.0/1/8 | cuda/11.0/8.0/2/8      | false | too few devices",
        "cuda/11.0/8.0/4/8 | cuda/11.0/8.0/2/8      | true  | more devices",
        "cuda/11.0/8.0/1/8 | cuda/11.1/8.0/1/8      | false | older driver",
        "cuda/11.9/8.0/1/8 | cuda/11.10/8.0/1/8     | false | 9 is older than 10",
        "cuda/11.10/8.0/1/8| cuda/11.9/8.0/1/8      | true  | 10 is newer than 9",
        "cuda/11/8.0/1/8   | cuda/11.0/8.0/1/8      | true  | 11 is 11.0",
        "cuda/11.0/8.0/1/8 | cuda/11/8.0/1/8        | true  | 11.0 is 11",
        "cuda/11.0.1/8.0/1/8 | cuda/11.0/8.0/1/8    | true  | a third part",
        "cuda/11.0/8.0/1/8 | cuda/11.0.1/8.0/1/8    | false | a third part is missing",
        "cuda/012.0/8.0/1/8 | cuda/12/8.0/1/8       | true  | leading zeros",
        "cuda//8.0/1/8     | cuda/11.0/8.0/1/8      | false | driver unknown",
        "cuda/11.0/8.0/1/8 | cuda//8.0/1/8          | false | asked driver is no number",
        "cuda/x/8.0/1/8    | cuda/11.0/8.0/1/8      | false | driver is no number",
        "cuda/11.x/8.0/1/8 | cuda/11.0/8.0/1/8      | false | part of the driver is no number",
        "cuda/11./8.0/1/8  | cuda/11/8.0/1/8        | false | a dot too many",
        "cuda/-11/8.0/1/8  | cuda/11/8.0/1/8        | false | a sign",
        "cuda/x/8.0/1/8    | cuda/x/8.0/1/8         | false | equal, but no numbers",
        "cuda/11.0/9.0/1/8 | cuda/11.0/8.0/1/8      | true  | one target: newer will do",
        "cuda/11.0/10.0/1/8| cuda/11.0/9.0/1/8      | true  | one target: 10 is newer than 9",
        "cuda/11.0/7.5/1/8 | cuda/11.0/8.0/1/8      | false | one target: older will not",
        "cuda/11.0/x/1/8   | cuda/11.0/8.0/1/8      | false | device is no number",
        "cuda/11.0/8.0/1/8 | cuda/11.0/x/1/8        | false | target is no number",
        "cuda/11.0/8.6/1/8 | cuda/11.0/8.0,8.6/1/8  | true  | several: one of them",
        "cuda/11.0/8.9/1/8 | cuda/11.0/8.0,8.6/1/8  | false | several: between is not of them",
        "cuda/11.0/9.0/1/8 | cuda/11.0/8.0,8.6/1/8  | false | several: newer will not do",
        "cuda/11.0/sm_80/1/8 | cuda/11.0/sm_80,sm_86/1/8 | false | several: no numbers never fit",
        "cuda/11.0/8.0/1/8 | cuda/11.0//1/8         | false | none: never",
        "cuda/11.0/8.0/1/8 | cuda///0/0             | true  | no devices: driver is no matter",
        "cuda/11.0/8.0/1/8 | cuda///0/9             | false | no devices: memory is",
        "rocm/6.0/gfx1100/1/8 | rocm/6.0/gfx1100/1/8         | true  | the target",
        "rocm/6.0/gfx1100/1/8 | rocm/6.0/gfx90a,gfx1100/1/8  | true  | one of the targets",
        "rocm/6.0/gfx1101/1/8 | rocm/6.0/gfx1100/1/8         | false | none of the targets",
        "rocm/6.0/gfx1100/1/8 | rocm/6.0//1/8                | false | none asked: none fits",
        "rocm/5.9/gfx1100/1/8 | rocm/6.0/gfx1100/1/8         | false | older driver",
        "rocm/6.0/9/1/8       | rocm/6.0/8/1/8               | false | targets have no order",
      })
  void fits(String there, String asked, boolean fits, String why) {
    assertThat(missing(there(there), asked(asked)).isEmpty()).as(why).isEqualTo(fits);
  }
}
