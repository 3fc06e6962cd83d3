package io.dispatchcloud.driver.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.executor.CommandRunner;
import io.dispatchcloud.api.executor.HostKey;
import io.dispatchcloud.api.executor.HostKeyVerdict;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LocalLoginTest {
  private static final CommandRunner NOT_NEEDED =
      command -> {
        throw new AssertionError("asked the host to run " + command);
      };

  private Machine machine;
  private InstanceSet set;
  private Instance instance;

  @BeforeEach
  void create() throws Exception {
    machine = new Machine();
    set = machine.open();
    instance = set.create(Machine.request());
  }

  @AfterEach
  void end() throws Exception {
    machine.close();
  }

  private Instance createWithKey(String line) throws Exception {
    CreateRequest plain = Machine.request();
    return set.create(
        new CreateRequest(plain.type(), "", Map.of(), "", line, plain.idempotencyToken()));
  }

  private void assertRefused(Instance target, String user, Client.Key key) {
    assertThatThrownBy(() -> Client.connect(target, user, key))
        .isInstanceOf(JSchException.class)
        .hasMessageContaining("Auth fail");
  }

  @Test
  @DisplayName("LOCAL-1 the key given at create logs in, another one and another user do not")
  void keys() throws Exception {
    try (Client client = Client.connect(instance)) {
      assertThat(client.run("echo in").text()).isEqualTo("in\n");
    }
    String user = instance.remoteUser();
    assertRefused(instance, user, Client.Key.generate(KeyPair.ED25519, 256));
    assertRefused(instance, "somebody", Client.Key.ED25519);
  }

  @Test
  @DisplayName("LOCAL-1 RSA and ECDSA keys log in too")
  void otherKinds() throws Exception {
    for (Client.Key key :
        List.of(Client.Key.generate(KeyPair.RSA, 2048), Client.Key.generate(KeyPair.ECDSA, 256))) {
      Instance other = createWithKey(key.line());
      try (Client client = Client.connect(other, other.remoteUser(), key)) {
        assertThat(client.run("echo in").text()).isEqualTo("in\n");
      }
      assertRefused(other, other.remoteUser(), Client.Key.ED25519);
    }
  }

  @Test
  @DisplayName("LOCAL-1 an instance without a key lets nobody in, one with half a key is not made")
  void keyless() throws Exception {
    assertRefused(createWithKey(null), instance.remoteUser(), Client.Key.ED25519);
    for (String wrong : new String[] {"ssh-ed25519", "ssh-ed25519 ???"}) {
      assertThatThrownBy(() -> createWithKey(wrong))
          .isInstanceOf(CloudException.class)
          .hasMessageContaining("expected OpenSSH's one-line form");
    }
    assertThat(set.instances(Map.of())).hasSize(2);
  }

  @Test
  @DisplayName("LOCAL-1 passwords are refused")
  void passwords() {
    assertThatThrownBy(() -> Client.connectByPassword(instance))
        .isInstanceOf(JSchException.class)
        .hasMessageContaining("Auth");
  }

  @Test
  @DisplayName("LOCAL-1 there is no shell, no sftp and no forwarding")
  void onlyCommands() throws Exception {
    try (Client client = Client.connect(instance)) {
      assertThatThrownBy(() -> client.session().openChannel("sftp").connect(10_000))
          .isInstanceOf(JSchException.class);
      client.session().setPortForwardingL(0, "127.0.0.1", 1);
      assertThatThrownBy(() -> client.session().setPortForwardingR("127.0.0.1:0:127.0.0.1:1"))
          .isInstanceOf(JSchException.class);
      assertThat(client.run("echo on").text()).isEqualTo("on\n");
    }
  }

  @Test
  @DisplayName("SET-3 an instance knows its own host key from another's, and asks nothing")
  void hostKeys() throws Exception {
    HostKey shown;
    try (Client client = Client.connect(instance)) {
      shown = client.hostKey();
    }
    assertThat(shown.algorithm()).isEqualTo("ssh-ed25519");
    assertThat(instance.verifyHostKey(shown, NOT_NEEDED)).isEqualTo(HostKeyVerdict.ACCEPTED);
    Instance other = set.create(Machine.request());
    assertThat(other.verifyHostKey(shown, NOT_NEEDED)).isEqualTo(HostKeyVerdict.REFUSED);
    assertThat(instance.verifyHostKey(new HostKey("ssh-rsa", shown.bytes()), NOT_NEEDED))
        .isEqualTo(HostKeyVerdict.REFUSED);
    assertThat(instance.verifyHostKey(new HostKey("ssh-ed25519", new byte[3]), NOT_NEEDED))
        .isEqualTo(HostKeyVerdict.REFUSED);
  }

  @Test
  @DisplayName("LOCAL-1 listens on loopback only")
  void loopback() throws Exception {
    String address = instance.address().orElseThrow();
    assertThat(address).startsWith("127.0.0.1:");
    int port = Integer.parseInt(address.substring("127.0.0.1:".length()));
    List<InetAddress> others =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(each -> !(each instanceof Inet4Address && each.isLoopbackAddress()))
            .toList();
    for (InetAddress other : others) {
      assertThatThrownBy(() -> connect(other, port)).isInstanceOf(ConnectException.class);
    }
    connect(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    // Where there is a 127.0.0.2, not even there.
    assertThatThrownBy(() -> connect(InetAddress.getByAddress(new byte[] {127, 0, 0, 2}), port))
        .isInstanceOf(IOException.class);
  }

  private static void connect(InetAddress address, int port) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 5_000);
    }
  }
}
