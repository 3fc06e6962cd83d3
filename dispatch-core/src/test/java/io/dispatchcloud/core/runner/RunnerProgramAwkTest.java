package io.dispatchcloud.core.runner;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** The configuration as each of the awks reads it. */
@Tag("system")
class RunnerProgramAwkTest {
  @Nested
  class Gawk extends RunnerProgramConfigurationTest {
    @Override
    String awk() {
      return needed("gawk");
    }
  }

  @Nested
  class Mawk extends RunnerProgramConfigurationTest {
    @Override
    String awk() {
      return needed("mawk");
    }
  }

  @Nested
  class Busybox extends RunnerProgramConfigurationTest {
    @Override
    String awk() {
      return needed("busybox") + " awk";
    }
  }
}
