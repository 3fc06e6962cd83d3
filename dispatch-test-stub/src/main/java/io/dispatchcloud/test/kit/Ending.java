package io.dispatchcloud.test.kit;

/**
 * What has to be done in the end, whatever came before; the first failure is the one that counts.
 */
final class Ending {
  private Ending() {}

  /** Something to do. */
  @FunctionalInterface
  interface Step {
    void run() throws Exception;
  }

  static void of(Step work, Step end) throws Exception {
    try {
      work.run();
    } catch (Exception | Error e) {
      after(e, end);
      throw e;
    }
    end.run();
  }

  private static void after(Throwable failure, Step end) {
    try {
      end.run();
    } catch (Exception | Error e) {
      failure.addSuppressed(e);
    }
  }
}
