package io.dispatchcloud.driver.ec2;

import java.security.SecureRandom;
import java.util.Base64;

/** What is behind the addresses of the fake EC2's instances. */
interface FakeHosts {
  /** Nothing: they have host keys, but nobody answers. */
  FakeHosts NONE =
      new FakeHosts() {
        @Override
        public String start(FakeVm vm) {
          byte[] wire = new byte[51];
          new SecureRandom().nextBytes(wire);
          byte[] head = {0, 0, 0, 11, 's', 's', 'h', '-', 'e', 'd', '2', '5', '5', '1', '9'};
          System.arraycopy(head, 0, wire, 0, head.length);
          System.arraycopy(new byte[] {0, 0, 0, 32}, 0, wire, head.length, 4);
          return "ssh-ed25519 " + Base64.getEncoder().encodeToString(wire);
        }

        @Override
        public void end(FakeVm vm) {}

        @Override
        public void close() {}
      };

  /** Boots one; returns its host key, type and Base64. */
  String start(FakeVm vm);

  /** Ends one that was booted. */
  void end(FakeVm vm);

  void close();
}
