package io.dispatchcloud.server.job;

import io.dispatchcloud.api.config.Parameter;
import io.dispatchcloud.api.config.Parameters;
import io.dispatchcloud.api.container.GpuNeeds;
import io.dispatchcloud.api.container.Needs;
import java.util.List;
import java.util.Optional;

/** Reads a container's {@code needs}. */
final class NeedsReader {
  private static final Parameter<Long> VCPUS =
      Parameter.integer("vcpus", "virtual CPUs; 0 for a sliver of one", 0, 1_000_000).required();
  private static final Parameter<Long> RAM = Parameter.size("ram", "memory").required();
  private static final Parameter<Long> CACHE_RAM = size("cacheRam", "memory for caches");
  private static final Parameter<Long> TMP = size("tmp", "scratch space");
  private static final Parameter<Long> IMAGE_SIZE = size("imageSize", "the size of its image");
  private static final Parameter<Long> CACHE_DISK = size("cacheDisk", "disk space for caches");
  private static final List<Parameter<?>> NEEDS =
      List.of(VCPUS, RAM, CACHE_RAM, TMP, IMAGE_SIZE, CACHE_DISK);
  private static final String GPU = "gpu";

  private NeedsReader() {}

  private static Parameter<Long> size(String name, String description) {
    return Parameter.size(name, description).defaultsTo(0L);
  }

  /** Reads them; empty, with faults, if something is wrong. */
  static Optional<Needs> read(Section section) {
    section.refuseUnknown(NEEDS, List.of(GPU));
    Optional<Parameters> read = section.parameters(NEEDS);
    Optional<Section> gpuSection = section.section(GPU);
    Optional<GpuNeeds> gpu =
        gpuSection.isEmpty() ? Optional.of(GpuNeeds.NONE) : gpuSection.flatMap(GpuReader::needs);
    if (read.isEmpty() || gpu.isEmpty()) {
      return Optional.empty();
    }
    Parameters given = read.get();
    return Optional.of(
        Needs.builder(given.get(VCPUS).intValue(), given.get(RAM))
            .cacheRam(given.get(CACHE_RAM))
            .tmp(given.get(TMP))
            .imageSize(given.get(IMAGE_SIZE))
            .cacheDisk(given.get(CACHE_DISK))
            .gpu(gpu.get())
            .build());
  }
}
