package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.cloud.GpuDevices;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.config.Quantities;
import io.dispatchcloud.api.container.GpuNeeds;
import io.dispatchcloud.api.container.Needs;
import java.math.BigDecimal;
import java.util.List;

/** How large a type or a container of an example is: {@code 2 vCPU 1GiB RAM} and so on. */
final class GuideAmounts {
  private static final String EXPECTED =
      "RAM, scratch, tmp, image, cacheRam, cacheDisk or VRAM after a size";

  private int vcpus;
  // A type of which nothing is said has plenty.
  private long ram = -1;
  private long scratch = 1L << 50;
  private long tmp;
  private long image;
  private long cacheRam;
  private long cacheDisk;
  private String stack = "";
  private int devices;
  private long vram;
  private String driver = "";
  private List<String> targets = List.of();
  private BigDecimal price = BigDecimal.ZERO;
  private boolean preemptible;

  boolean preemptible() {
    return preemptible;
  }

  /** Takes in one amount. Answers no if the word begins none. */
  boolean read(String word, GuideLine line) {
    if (word.startsWith("$")) {
      price = new BigDecimal(word.substring(1));
    } else if (Character.isDigit(word.charAt(0))) {
      amount(word, line.word("a unit"), line);
    } else {
      switch (word) {
        case "preemptible" -> preemptible = true;
        case "gpu" -> stack = line.word("cuda or rocm");
        case "driver" -> driver = line.word("a version");
        case "target" -> targets = List.of(line.word("targets with commas").split(","));
        default -> {
          return false;
        }
      }
    }
    return true;
  }

  private void amount(String number, String unit, GuideLine line) {
    switch (unit) {
      case "vCPU" -> vcpus = Integer.parseInt(number);
      case "devices" -> devices = Integer.parseInt(number);
      case "RAM" -> ram = Quantities.parseSize(number);
      case "scratch" -> scratch = Quantities.parseSize(number);
      case "tmp" -> tmp = Quantities.parseSize(number);
      case "image" -> image = Quantities.parseSize(number);
      case "cacheRam" -> cacheRam = Quantities.parseSize(number);
      case "cacheDisk" -> cacheDisk = Quantities.parseSize(number);
      case "VRAM" -> vram = Quantities.parseSize(number);
      default -> throw line.wrong(unit, EXPECTED);
    }
  }

  InstanceType type(String name) {
    long plenty = ram < 0 ? 1L << 50 : ram;
    String target = String.join(",", targets);
    return InstanceType.builder(name, vcpus, plenty, price)
        .includedScratch(scratch)
        .preemptible(preemptible)
        .gpu(new GpuDevices(stack, driver, target, devices, vram))
        .build();
  }

  Needs needs() {
    return Needs.builder(vcpus, Math.max(0, ram))
        .cacheRam(cacheRam)
        .tmp(tmp)
        .imageSize(image)
        .cacheDisk(cacheDisk)
        .gpu(new GpuNeeds(stack, devices, driver, targets, vram))
        .build();
  }
}
