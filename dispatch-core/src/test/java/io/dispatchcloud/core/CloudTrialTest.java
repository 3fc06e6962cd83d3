package io.dispatchcloud.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.Driver;
import io.dispatchcloud.api.cloud.DriverContext;
import io.dispatchcloud.api.cloud.HostProfile;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.cloud.QuotaGroup;
import io.dispatchcloud.api.config.Parameter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An instance set opened for a trial")
class CloudTrialTest {
  private static final InstanceType SMALL =
      InstanceType.builder("small", 1, 1L << 30, BigDecimal.ONE).build();

  private final Account account = new Account();

  private CloudTrial open() throws CloudException {
    return CloudTrial.open(
        DispatcherConfig.builder("trial").resourceTag("team", "blue").instanceType(SMALL).build(),
        account,
        Map.of(),
        new CloudTrial.Surroundings(Thread::new, new Random(1)));
  }

  @Test
  @DisplayName("is closed with the trial, and not before")
  void close() throws Exception {
    CloudTrial trial = open();
    assertThat(account.closed).isZero();

    trial.close();

    assertThat(account.closed).isEqualTo(1);
  }

  @Test
  @DisplayName("is closed when it can't be used after all")
  void openFails() {
    account.profileFails = true;

    assertThatThrownBy(this::open).hasMessage("no profile");

    assertThat(account.closed).isEqualTo(1);
  }

  @Test
  @DisplayName("POOL-5 gives each order a secret of its own, which shows in no text")
  void orders() throws Exception {
    try (CloudTrial trial = open()) {
      CloudTrial.Order one = trial.order(SMALL);
      CloudTrial.Order other = trial.order(SMALL);

      assertThat(one.tags())
          .containsEntry("team", "blue")
          .containsValue("trial")
          .isNotEqualTo(other.tags());
      assertThat(one.tags().values())
          .filteredOn(value -> value.matches("[0-9a-f]{40}"))
          .hasSize(1)
          .allSatisfy(secret -> assertThat(one.toString()).doesNotContain(secret));
    }
  }

  /** Counts how often its set is closed. */
  private static final class Account implements Driver {
    private int closed;
    private boolean profileFails;

    @Override
    public String name() {
      return "counting";
    }

    @Override
    public List<Parameter<?>> parameters() {
      return List.of();
    }

    @Override
    public InstanceSet open(DriverContext context) {
      return new InstanceSet() {
        @Override
        public Instance create(CreateRequest request) throws CloudException {
          throw new CloudException("never made");
        }

        @Override
        public List<Instance> instances(Map<String, String> tags) {
          return List.of();
        }

        @Override
        public QuotaGroup quotaGroup(InstanceType type) {
          return new QuotaGroup("all");
        }

        @Override
        public HostProfile hostProfile() {
          if (profileFails) {
            throw new IllegalStateException("no profile");
          }
          return HostProfile.LINUX_VM;
        }

        @Override
        public void close() {
          closed++;
        }
      };
    }
  }
}
