package io.dispatchcloud.test.sim;

import io.dispatchcloud.api.cloud.InstanceId;

/** No host is trusted that is not the instance whose address it has (SSH-3, SSH-4). */
final class TrustsNoImpostor extends Checker {
  TrustsNoImpostor(Bench bench) {
    super(bench);
  }

  @Override
  public void trusted(String by, InstanceId id) {
    broken("SSH-3", by + " takes another host for " + id);
  }
}
