package io.dispatchcloud.driver.gce;

import io.dispatchcloud.api.executor.CommandRunner;
import io.dispatchcloud.api.executor.ExecutorException;
import io.dispatchcloud.api.executor.ExecutorTarget;
import io.dispatchcloud.api.executor.HostKey;
import io.dispatchcloud.api.executor.HostKeyVerdict;
import java.util.Optional;

/** A target whose address in the cloud is the address of a server on this machine. */
record MappedTarget(ExecutorTarget target, VmHosts hosts) implements ExecutorTarget {
  @Override
  public Optional<String> address() {
    return target.address().flatMap(hosts::address);
  }

  @Override
  public String remoteUser() {
    return target.remoteUser();
  }

  @Override
  public HostKeyVerdict verifyHostKey(HostKey key, CommandRunner connection)
      throws ExecutorException, InterruptedException {
    return target.verifyHostKey(key, connection);
  }
}
