package io.dispatchcloud.core.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.api.cloud.HostProfile;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.cloud.PricePoint;
import io.dispatchcloud.api.executor.CommandResult.Exited;
import io.dispatchcloud.api.executor.CommandRunner;
import io.dispatchcloud.api.executor.ExecutorException;
import io.dispatchcloud.api.executor.HostKey;
import io.dispatchcloud.api.executor.HostKeyVerdict;
import io.dispatchcloud.api.executor.Output;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("SSH-4 an instance without a way of its own to know its host key")
class VerifiedTargetTest {
  private static final String SECRET = "0123456789abcdef0123456789abcdef01234567";
  private static final HostKey KEY = new HostKey("ssh-ed25519", new byte[] {1});

  private final List<String> commands = new ArrayList<>();

  private record TestInstance(String remoteUser, HostKeyVerdict verdict) implements Instance {
    @Override
    public InstanceId id() {
      return new InstanceId("i-1");
    }

    @Override
    public String providerType() {
      return "small";
    }

    @Override
    public Map<String, String> tags() {
      return Map.of();
    }

    @Override
    public void setTags(Map<String, String> tags) {}

    @Override
    public List<PricePoint> priceHistory(InstanceType type) {
      return List.of();
    }

    @Override
    public void destroy() {}

    @Override
    public Optional<String> address() {
      return Optional.of("h");
    }

    @Override
    public HostKeyVerdict verifyHostKey(HostKey key, CommandRunner connection) {
      return verdict;
    }
  }

  private HostKeyVerdict verify(String user, HostKeyVerdict own, String secret, String shown)
      throws Exception {
    HostProfile host = new HostProfile("/var/run/it's secret", "/run", "true", true, "", "");
    VerifiedTarget target =
        new VerifiedTarget(new TestInstance(user, own), InstanceSecret.parse(secret), host);
    return target.verifyHostKey(
        KEY,
        command -> {
          commands.add(command.line());
          Output output = new Output(shown.getBytes(StandardCharsets.UTF_8), 0);
          return new Exited(0, output, Output.EMPTY);
        });
  }

  @Test
  @DisplayName("is known by the secret that its init command wrote")
  void rightSecret() throws Exception {
    assertThat(verify("root", HostKeyVerdict.NOT_IMPLEMENTED, SECRET, SECRET + "\n"))
        .isEqualTo(HostKeyVerdict.ACCEPTED);
    assertThat(verify("debian", HostKeyVerdict.NOT_IMPLEMENTED, SECRET, SECRET))
        .isEqualTo(HostKeyVerdict.ACCEPTED);

    assertThat(commands)
        .containsExactly(
            "cat '/var/run/it'\\''s secret'", "sudo -n cat '/var/run/it'\\''s secret'");
  }

  @ParameterizedTest
  @CsvSource({
    "0123456789abcdef0123456789abcdef01234567, 0123456789abcdef0123456789abcdef01234568",
    "0123456789abcdef0123456789abcdef01234567, ''",
    "'', ''",
    "short, short",
    "0123456789ABCDEF0123456789ABCDEF01234567, 0123456789ABCDEF0123456789ABCDEF01234567",
  })
  @DisplayName("is refused where the secret is wrong, empty, or not 40 hex digits on either side")
  void wrongSecret(String secret, String shown) {
    assertThatThrownBy(() -> verify("root", HostKeyVerdict.NOT_IMPLEMENTED, secret, shown))
        .isInstanceOf(ExecutorException.class)
        .hasMessage("bad instance secret on i-1");
  }

  @Test
  @DisplayName("is not asked where the instance has a verdict of its own")
  void ownVerdict() throws Exception {
    assertThat(verify("root", HostKeyVerdict.ACCEPTED, SECRET, ""))
        .isEqualTo(HostKeyVerdict.ACCEPTED);
    assertThat(verify("root", HostKeyVerdict.REFUSED, SECRET, SECRET))
        .isEqualTo(HostKeyVerdict.REFUSED);
    assertThat(commands).isEmpty();
  }
}
