package io.dispatchcloud.driver.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.CreateRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The dispatcher's public key at EC2")
class KeyPairsTest {
  // Made by ssh-keygen; the fingerprints by openssl and ssh-keygen.
  private static final String RSA = Keys.RSA;
  private static final String ED25519 = Keys.ED25519;

  private final Ec2Bench bench = new Ec2Bench();

  @AfterEach
  void end() {
    bench.close();
  }

  private static CreateRequest withKey(CreateRequest request, String key) {
    return new CreateRequest(
        request.type(),
        request.image(),
        request.tags(),
        request.initCommand(),
        key,
        request.idempotencyToken());
  }

  private void create(String key) throws CloudException {
    bench.set().create(withKey(bench.request(Ec2Environment.SMALL), key));
  }

  @Test
  @DisplayName("EC2-3 RSA: MD5 and SHA-1 of the DER SubjectPublicKeyInfo")
  void rsa() throws Exception {
    assertThat(KeyFingerprints.of(RSA)).containsExactly(Keys.RSA_MD5, Keys.RSA_SHA1);
  }

  @Test
  @DisplayName("EC2-3 ED25519: SHA256 in Base64, with and without =; and the DER form's, elsewhere")
  void ed25519() throws Exception {
    assertThat(KeyFingerprints.of(ED25519))
        .containsExactly(
            Keys.ED25519_SHA256 + "=",
            Keys.ED25519_SHA256,
            Keys.ED25519_DER_MD5,
            Keys.ED25519_DER_SHA1,
            Keys.ED25519_DER_SHA256);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ssh-rsa",
        "ssh-rsa ****",
        "ssh-rsa AAAA",
        "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIEFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFlaYWJjZGVm",
        "ssh-rsa AAAAB3NzaC1yc2H/////",
        "ssh-ed25519 AAAA",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAAkFC",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE4AAAAIEFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFlaYWJjZGVm",
        "ecdsa-sha2-nistp256 AAAA nobody@nowhere",
      })
  @DisplayName("EC2-3 another key is refused, with what was expected")
  void otherKeys(String line) {
    assertThatThrownBy(() -> KeyFingerprints.of(line))
        .isExactlyInstanceOf(CloudException.class)
        .hasMessageContaining("expected OpenSSH's one-line form of ssh-rsa or ssh-ed25519");
  }

  @Test
  @DisplayName("EC2-2 SET-6 is imported once, with the shared tags, and remembered")
  void imports() throws Exception {
    create(ED25519);
    create(ED25519);

    String name = "dispatch-keypair-" + Keys.ED25519_SHA256 + "=";
    assertThat(bench.ec2.requests("ImportKeyPair")).hasSize(1);
    assertThat(bench.ec2.requests("DescribeKeyPairs")).hasSize(1);
    assertThat(bench.last("RunInstances")).containsEntry("KeyName", name);
    assertThat(bench.cloud.keyPairs.values())
        .singleElement()
        .satisfies(
            pair -> {
              assertThat(pair.publicKey).isEqualTo(ED25519);
              assertThat(pair.tags)
                  .isEqualTo(Map.of("Department", "bench", Ec2Bench.ID_KEY, "bench"));
            });
  }

  @Test
  @DisplayName("EC2-2 EC2-3 is found by each of its fingerprints, whatever its name")
  void finds() throws Exception {
    bench.cloud.importKey("old", RSA, Map.of());
    bench.cloud.keyPairs.values().forEach(pair -> pair.fingerprint = Keys.RSA_SHA1);

    create(RSA);

    assertThat(bench.ec2.requests("ImportKeyPair")).isEmpty();
    assertThat(bench.last("RunInstances")).containsEntry("KeyName", "old");
    assertThat(bench.last("DescribeKeyPairs"))
        .containsEntry("Filter.1.Name", "fingerprint")
        .containsEntry("Filter.1.Value.1", Keys.RSA_MD5)
        .containsEntry("Filter.1.Value.2", Keys.RSA_SHA1);
  }

  @ParameterizedTest
  @ValueSource(strings = {Keys.ED25519_DER_MD5, Keys.ED25519_DER_SHA1, Keys.ED25519_DER_SHA256})
  @DisplayName("EC2-2 ED25519 is found by a fingerprint of its DER form, as some clouds show it")
  void findsByDer(String fingerprint) throws Exception {
    bench.cloud.importKey("old", ED25519, Map.of());
    bench.cloud.keyPairs.values().forEach(pair -> pair.fingerprint = fingerprint);

    create(ED25519);

    assertThat(bench.ec2.requests("ImportKeyPair")).isEmpty();
    assertThat(bench.last("RunInstances")).containsEntry("KeyName", "old");
  }

  @ParameterizedTest
  @ValueSource(strings = {RSA, ED25519})
  @DisplayName("EC2-2 a key that another set imported is known by itself, whatever its fingerprint")
  void knownByItself(String key) throws Exception {
    create(key);
    bench.cloud.keyPairs.values().forEach(pair -> pair.fingerprint = "of its own kind");

    bench.open("bench-2").create(withKey(bench.request(Ec2Environment.SMALL), key));

    assertThat(bench.cloud.keyPairs).hasSize(1);
    assertThat(bench.cloud.made()).isEqualTo(2);
  }

  @Test
  @DisplayName("EC2-2 of several names, the set's own is used, else the first")
  void severalNames() throws Exception {
    bench.cloud.importKey("b", RSA, Map.of());
    bench.cloud.importKey("a", RSA, Map.of());
    create(RSA);
    assertThat(bench.last("RunInstances")).containsEntry("KeyName", "a");

    bench.cloud.importKey("z", RSA, Ec2Bench.TAGS);
    bench.open("bench").create(withKey(bench.request(Ec2Environment.SMALL), RSA));
    assertThat(bench.last("RunInstances")).containsEntry("KeyName", "z");
  }

  @Test
  @DisplayName("EC2-2 whoever imports it at the same time as another uses the other's")
  void race() throws Exception {
    // What is imported is not listed at once, as if another were a moment faster.
    bench.ec2.faults.mangle(
        "DescribeKeyPairs",
        request ->
            request.containsValue("fingerprint")
                ? "<DescribeKeyPairsResponse><requestId>1</requestId></DescribeKeyPairsResponse>"
                : null);
    String name = "dispatch-keypair-" + Keys.RSA_MD5;
    bench.cloud.importKey(name, RSA, Map.of());

    create(RSA);

    assertThat(bench.last("RunInstances")).containsEntry("KeyName", name);
  }

  @Test
  @DisplayName("EC2-2 another key of the same name is not used, unless this set imported it")
  void otherKeyOfTheName() throws Exception {
    bench.cloud.importKey("dispatch-keypair-" + Keys.RSA_MD5, ED25519, Map.of());

    assertThatThrownBy(() -> create(RSA))
        .isExactlyInstanceOf(CloudException.class)
        .hasMessageContaining("InvalidKeyPair.Duplicate");

    // A cloud with fingerprints of its own kind, that does not tell the keys.
    bench.cloud.tellsKeys = false;
    bench.cloud.keyPairs.values().forEach(pair -> pair.tags.putAll(Ec2Bench.TAGS));
    create(RSA);
    assertThat(bench.last("RunInstances"))
        .containsEntry("KeyName", "dispatch-keypair-" + Keys.RSA_MD5);
  }

  @Test
  @DisplayName("EC2-2 is imported again when somebody removed it")
  void removed() throws Exception {
    create(ED25519);
    bench.cloud.keyPairs.clear();

    create(ED25519);

    assertThat(bench.ec2.requests("ImportKeyPair")).hasSize(2);
    assertThat(bench.cloud.made()).isEqualTo(2);
  }

  @Test
  @DisplayName("EC2-2 is not imported for ever where it vanishes each time")
  void vanishes() throws Exception {
    bench.set();
    bench.ec2.faults.refuse(
        "RunInstances", new ApiError("InvalidKeyPair.NotFound", "The key pair 'x' does not exist"));

    assertThatThrownBy(() -> create(ED25519))
        .isInstanceOf(CloudException.class)
        .hasMessageContaining("InvalidKeyPair.NotFound");
    assertThat(bench.ec2.requests("RunInstances")).hasSize(2);
  }

  @Test
  @DisplayName("EC2-2 a create without a public key has no key pair")
  void noKey() throws Exception {
    create(null);

    assertThat(bench.last("RunInstances")).doesNotContainKey("KeyName");
    assertThat(bench.ec2.requests("DescribeKeyPairs")).isEmpty();
  }

  @Test
  @DisplayName("EC2-2 a refused import fails the create, with EC2's words")
  void importRefused() throws Exception {
    bench.set();
    bench.ec2.faults.refuse(
        "ImportKeyPair", new ApiError("UnauthorizedOperation", "You are not authorized", 403));

    assertThatThrownBy(() -> create(RSA))
        .isExactlyInstanceOf(CloudException.class)
        .hasMessageContaining("UnauthorizedOperation: You are not authorized (status 403, request");
    assertThat(List.copyOf(bench.cloud.keyPairs.values())).isEmpty();
  }
}
