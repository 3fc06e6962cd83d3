package io.dispatchcloud.driver.local.ssh;

import org.apache.sshd.common.io.IoAcceptor;
import org.apache.sshd.common.io.IoConnector;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoServiceEventListener;
import org.apache.sshd.common.io.IoServiceFactory;
import org.apache.sshd.common.util.closeable.AbstractCloseable;

/**
 * The I/O threads that all servers share, as one of them sees them: it closes this with itself, and
 * the threads go on.
 */
final class BorrowedIo extends AbstractCloseable implements IoServiceFactory {
  private final IoServiceFactory lender;

  BorrowedIo(IoServiceFactory lender) {
    this.lender = lender;
  }

  @Override
  public IoConnector createConnector(IoHandler handler) {
    return lender.createConnector(handler);
  }

  @Override
  public IoAcceptor createAcceptor(IoHandler handler) {
    return lender.createAcceptor(handler);
  }

  @Override
  public IoServiceEventListener getIoServiceEventListener() {
    return lender.getIoServiceEventListener();
  }

  @Override
  public void setIoServiceEventListener(IoServiceEventListener listener) {
    throw new UnsupportedOperationException("one listener would see the events of all servers");
  }
}
