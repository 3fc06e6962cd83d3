package io.dispatchcloud.core.runner;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** All that the runner does, under the shell and with the tools of busybox. */
@Tag("system")
class RunnerProgramBusyboxTest {
  private static String busybox() {
    return RunnerProgramFixture.needed("busybox") + " sh";
  }

  @Nested
  class Usage extends RunnerProgramUsageTest {
    @Override
    String interpreter() {
      return busybox();
    }
  }

  @Nested
  class Configuration extends RunnerProgramConfigurationTest {
    @Override
    String interpreter() {
      return busybox();
    }
  }

  @Nested
  class Start extends RunnerProgramStartTest {
    @Override
    String interpreter() {
      return busybox();
    }
  }

  @Nested
  class Listing extends RunnerProgramListTest {
    @Override
    String interpreter() {
      return busybox();
    }
  }

  @Nested
  class Kill extends RunnerProgramKillTest {
    @Override
    String interpreter() {
      return busybox();
    }
  }

  @Nested
  class Result extends RunnerProgramResultTest {
    @Override
    String interpreter() {
      return busybox();
    }
  }

  @Nested
  class Fence extends RunnerProgramFenceTest {
    @Override
    String interpreter() {
      return busybox();
    }
  }

  @Nested
  class Lease extends RunnerProgramLeaseTest {
    @Override
    String interpreter() {
      return busybox();
    }
  }

  @Nested
  class Notice extends RunnerProgramNoticeTest {
    @Override
    String interpreter() {
      return busybox();
    }
  }

  @Nested
  class Docker extends RunnerProgramDockerTest {
    @Override
    String interpreter() {
      return busybox();
    }
  }

  @Nested
  class Podman extends RunnerProgramPodmanTest {
    @Override
    String interpreter() {
      return busybox();
    }
  }

  @Nested
  class Metadata extends RunnerProgramMetadataTest {
    @Override
    String interpreter() {
      return busybox();
    }
  }
}
