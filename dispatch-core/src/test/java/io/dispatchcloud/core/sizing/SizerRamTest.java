package io.dispatchcloud.core.sizing;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.core.sizing.Sizer.Overheads;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("TYPE-1 what a container takes")
class SizerRamTest {
  private static final long MAX = Long.MAX_VALUE;

  private static Sizer sizer(long reserve, long perContainer, long perVcpu) {
    return new Sizer(
        List.of(), new Overheads(reserve, perContainer, perVcpu), new BigDecimal("1.5"));
  }

  @ParameterizedTest
  @CsvSource({
    // vcpus, ram, cacheRam, reserve, overhead, overhead per vCPU, needed
    "1, 95, 0, 0, 0, 0, 100",
    "1, 94, 0, 0, 0, 0, 98",
    "1, 1, 0, 0, 0, 0, 1",
    "0, 0, 0, 0, 0, 0, 0",
    "1, 50, 45, 0, 0, 0, 100",
    "1, 0, 0, 95, 0, 0, 100",
    "1, 0, 0, 0, 95, 0, 100",
    "3, 0, 0, 0, 0, 95, 300",
    "0, 95, 0, 0, 0, 95, 100",
    "2, 1000, 200, 300, 40, 55, 1736",
    "2, 987654321, 123456789, 0, 0, 0, 1169590642",
    "2, 987654321, 123456789, 576716800, 0, 0, 1776660957",
  })
  @DisplayName("RAM is the sum of all parts x 100/95, in whole bytes")
  void ram(int vcpus, long ram, long cache, long reserve, long each, long perVcpu, long needed) {
    Needs needs = Needs.builder(vcpus, ram).cacheRam(cache).build();

    assertThat(sizer(reserve, each, perVcpu).resources(needs).ram()).isEqualTo(needed);
  }

  @Test
  @DisplayName("RAM beyond a long is the greatest long, and does not wrap round")
  void ramSaturates() {
    Sizer sizer = sizer(MAX, MAX, MAX);

    assertThat(sizer.resources(Needs.builder(64, MAX).cacheRam(MAX).build()).ram()).isEqualTo(MAX);
    assertThat(sizer(0, 0, 0).resources(Needs.of(1, MAX)).ram()).isEqualTo(MAX);
    assertThat(sizer(0, 0, 0).resources(Needs.of(1, MAX / 100 * 95)).ram()).isLessThan(MAX);
  }

  @ParameterizedTest
  @CsvSource({
    // tmp, imageSize, cacheDisk, needed
    "0, 0, 0, 0",
    "10, 0, 0, 10",
    "10, 3, 0, 13",
    "3, 10, 0, 20",
    "0, 10, 0, 20",
    "10, 10, 0, 20",
    "10, 3, 5, 18",
    "0, 0, 5, 5",
  })
  @DisplayName("scratch is the larger of tmp and image, plus the image, plus the cache")
  void scratch(long tmp, long image, long cacheDisk, long needed) {
    Needs needs = Needs.builder(1, 1).tmp(tmp).imageSize(image).cacheDisk(cacheDisk).build();

    assertThat(sizer(0, 0, 0).resources(needs).scratch()).isEqualTo(needed);
  }

  @Test
  @DisplayName("scratch beyond a long is the greatest long")
  void scratchSaturates() {
    Needs needs = Needs.builder(1, 1).tmp(MAX).imageSize(MAX).cacheDisk(MAX).build();

    assertThat(sizer(0, 0, 0).resources(needs).scratch()).isEqualTo(MAX);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1125899906842623, 1125899906842623, 1",
    "1, 1125899906842624, 1125899906842623, 1",
    "1023, 1125899906842623, 1125899906842623, 1099511627775",
    "1024, 1125899906842623, 0, 1099511627775",
    "1023, 5, 0, 1099511627776",
    "2147483647, 0, 0, 4294967296",
  })
  @DisplayName("RAM is exact on both sides of where plain arithmetic would do")
  void ramOfAnySize(int vcpus, long ram, long cache, long perVcpu) {
    Sizer sizer = new Sizer(List.of(), new Overheads(3, 4, perVcpu), BigDecimal.ONE);
    BigInteger exact =
        BigInteger.valueOf(perVcpu)
            .multiply(BigInteger.valueOf(vcpus))
            .add(BigInteger.valueOf(ram))
            .add(BigInteger.valueOf(cache))
            .add(BigInteger.valueOf(7))
            .multiply(BigInteger.valueOf(100))
            .divide(BigInteger.valueOf(95));

    assertThat(sizer.resources(Needs.builder(vcpus, ram).cacheRam(cache).build()).ram())
        .isEqualTo(exact.min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact());
  }
}
