package io.dispatchcloud.test.stub;

import io.dispatchcloud.api.executor.CommandRunner;
import io.dispatchcloud.api.executor.ExecutorTarget;
import io.dispatchcloud.api.executor.HostKey;
import io.dispatchcloud.api.executor.HostKeyVerdict;
import java.util.Optional;

/** A target whose host key is taken as it comes. */
record Trusting(ExecutorTarget target) implements ExecutorTarget {
  @Override
  public Optional<String> address() {
    return target.address();
  }

  @Override
  public String remoteUser() {
    return target.remoteUser();
  }

  @Override
  public HostKeyVerdict verifyHostKey(HostKey key, CommandRunner connection) {
    return HostKeyVerdict.ACCEPTED;
  }
}
