package io.dispatchcloud.test.sim;

/** Tells a dispatcher's blocking calls apart by their names. */
final class Calls {
  private Calls() {}

  static boolean isToTheCloud(String what) {
    return what.startsWith("create ")
        || what.equals("list instances")
        || what.startsWith("destroy ")
        || what.startsWith("set tags ");
  }

  /** What takes several steps, between which other things happen. */
  static boolean isStepwise(String what) {
    return what.startsWith("start ") || what.contains("refresh") || what.startsWith("collect ");
  }

  static boolean isToAHost(String what) {
    return what.startsWith("probe ")
        || what.startsWith("watch ")
        || what.startsWith("start ")
        || what.startsWith("call off ")
        || what.startsWith("kill ")
        || what.startsWith("collect ")
        || what.startsWith("discard ");
  }
}
