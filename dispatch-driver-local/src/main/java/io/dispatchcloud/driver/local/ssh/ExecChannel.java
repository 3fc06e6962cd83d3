package io.dispatchcloud.driver.local.ssh;

import java.io.IOException;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.channel.ChannelSessionFactory;

/** A channel that can also end by a signal, which sshd's own cannot. */
final class ExecChannel extends ChannelSession {
  static final ChannelFactory FACTORY =
      new ChannelSessionFactory() {
        @Override
        public Channel createChannel(Session session) {
          return new ExecChannel();
        }
      };

  /** Sends the end of the output, then the signal (RFC 4254, section 6.10), and closes. */
  void endKilled(String signal) throws IOException {
    if (isClosing()) {
      return;
    }
    sendEof();
    Buffer end = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST);
    end.putUInt(getRecipient());
    end.putString("exit-signal");
    end.putBoolean(false);
    end.putString(signal);
    end.putBoolean(false);
    end.putString("");
    end.putString("");
    writePacket(end);
    commandExitFuture.setClosed();
    close(false);
  }
}
