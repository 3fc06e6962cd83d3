package io.dispatchcloud.driver.ec2;

import io.dispatchcloud.api.cloud.CloudException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.KeyPairInfo;
import software.amazon.awssdk.services.ec2.model.ResourceType;

/**
 * EC2 gives instances public keys by name only: finds the name that a key has there, or imports it
 * (EC2-2). No lock is held over calls: of two threads that import one key at a time, one is told
 * that it is there. Thread-safe.
 */
final class KeyPairs {
  private static final String PREFIX = "dispatch-keypair-";

  private final Ec2Connection connection;
  private final Tags tags;
  private final System.Logger log;
  private final Map<String, String> names = new ConcurrentHashMap<>();

  KeyPairs(Ec2Connection connection, Tags tags, System.Logger log) {
    this.connection = connection;
    this.tags = tags;
    this.log = log;
  }

  /** The name of a public key at EC2, which has it afterwards. */
  String nameOf(String publicKey, Deadline deadline) throws CloudException {
    String known = names.get(publicKey);
    if (known != null) {
      return known;
    }
    List<String> fingerprints = KeyFingerprints.of(publicKey);
    String name = find(fingerprints);
    if (name.isEmpty()) {
      deadline.check("importing the public key");
      name = importKey(publicKey, fingerprints);
    }
    names.put(publicKey, name);
    return name;
  }

  boolean isRemembered(String publicKey) {
    return names.containsKey(publicKey);
  }

  /** Somebody removed it: the next one to ask finds or imports it again. */
  void forget(String publicKey) {
    names.remove(publicKey);
  }

  /** The names that creates in flight may use. */
  Set<String> inUse() {
    return new TreeSet<>(names.values());
  }

  private String find(List<String> fingerprints) throws CloudException {
    return list(Filter.builder().name("fingerprint").values(fingerprints).build(), false).stream()
        .filter(pair -> pair.keyName() != null && fingerprints.contains(pair.keyFingerprint()))
        .sorted(
            Comparator.comparing((KeyPairInfo pair) -> !tags.isOurs(Tags.fromSdk(pair.tags())))
                .thenComparing(KeyPairInfo::keyName))
        .map(KeyPairInfo::keyName)
        .findFirst()
        .orElse("");
  }

  private List<KeyPairInfo> list(Filter filter, boolean withKeys) throws CloudException {
    return connection
        .call(
            CallKind.ASK,
            client ->
                client.describeKeyPairs(
                    request -> request.filters(filter).includePublicKey(withKeys ? true : null)))
        .keyPairs();
  }

  private String importKey(String publicKey, List<String> fingerprints) throws CloudException {
    String name = PREFIX + fingerprints.get(0);
    try {
      connection.ask(
          CallKind.CREATE,
          client ->
              client.importKeyPair(
                  request ->
                      request
                          .keyName(name)
                          .publicKeyMaterial(SdkBytes.fromUtf8String(publicKey.strip()))
                          .tagSpecifications(
                              Tags.specification(ResourceType.KEY_PAIR, tags.ofShared()))));
      log.log(System.Logger.Level.INFO, "imported the dispatcher''s public key as {0}", name);
      return name;
    } catch (RefusedException e) {
      if (e.refusal().code().equals("InvalidKeyPair.Duplicate")
          && isSame(name, publicKey, fingerprints)) {
        return name;
      }
      throw Ec2Connection.failure(e);
    }
  }

  /**
   * Whether what has the name is the key: by its fingerprint, or by the key itself, or, where a
   * cloud does not tell that, because this set imported it.
   */
  private boolean isSame(String name, String publicKey, List<String> fingerprints)
      throws CloudException {
    return list(Filter.builder().name("key-name").values(name).build(), true).stream()
        .filter(pair -> name.equals(pair.keyName()))
        .anyMatch(
            pair ->
                fingerprints.contains(pair.keyFingerprint())
                    || (pair.publicKey() == null
                        ? tags.isOurs(Tags.fromSdk(pair.tags()))
                        : KeyFingerprints.isSameKey(publicKey, pair.publicKey())));
  }
}
