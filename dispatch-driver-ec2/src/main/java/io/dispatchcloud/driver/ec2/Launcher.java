package io.dispatchcloud.driver.ec2;

import io.dispatchcloud.api.cloud.CapacityException;
import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.CreateRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;

/** Makes instances: in the first subnet that takes one, with the key pair that they need. */
final class Launcher {
  private static final int REMEMBERED = 1_000;
  private static final String KEY_PAIR_GONE = "InvalidKeyPair.NotFound";

  private final Ec2Connection connection;
  private final Ec2Settings settings;
  private final KeyPairs keyPairs;
  private final SubnetRing subnets;
  private final System.Logger log;
  private final InstantSource clock;
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();

  /** Where each request's instance may be, so that its repetition asks there first. */
  private final Map<String, Optional<String>> triedLast =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Optional<String>> eldest) {
              return size() > REMEMBERED;
            }
          });

  Launcher(
      Ec2Connection connection,
      Ec2Settings settings,
      KeyPairs keyPairs,
      System.Logger log,
      InstantSource clock) {
    this.connection = connection;
    this.settings = settings;
    this.keyPairs = keyPairs;
    this.subnets = new SubnetRing(settings.subnetIds());
    this.log = log;
    this.clock = clock;
  }

  /** How many creates have begun so far. */
  int begun() {
    return begun.get();
  }

  /** How many of those have ended. */
  int ended() {
    return ended.get();
  }

  Instance launch(CreateRequest request, Map<String, String> tags) throws CloudException {
    if (request.image().isBlank()) {
      throw new CloudException("imageId: nothing given; expected the id of an AMI");
    }
    begun.incrementAndGet();
    try {
      return withKeyPair(request, tags, new Deadline(clock));
    } finally {
      ended.incrementAndGet();
    }
  }

  /** A key pair that somebody removed since it was last used is imported again, once. */
  private Instance withKeyPair(CreateRequest request, Map<String, String> tags, Deadline deadline)
      throws CloudException {
    String key = request.publicKey();
    if (key == null) {
      return inSomeSubnet(request, tags, null, deadline);
    }
    String name = keyPairs.nameOf(key, deadline);
    try {
      return inSomeSubnet(request, tags, name, deadline);
    } catch (CloudException e) {
      if (keyPairs.isRemembered(key)) {
        throw e;
      }
      return inSomeSubnet(request, tags, keyPairs.nameOf(key, deadline), deadline);
    }
  }

  private Instance inSomeSubnet(
      CreateRequest request, Map<String, String> tags, @Nullable String keyName, Deadline deadline)
      throws CloudException {
    CloudException reported = null;
    for (Optional<String> subnet : order(request)) {
      deadline.check("creating an instance");
      try {
        return inSubnet(request, tags, keyName, subnet);
      } catch (RefusedException e) {
        triedLast.remove(request.idempotencyToken());
        CloudException failure = Ec2Connection.failure(e);
        if (e.refusal().code().equals(KEY_PAIR_GONE)) {
          keyPairs.forget(String.valueOf(request.publicKey()));
        }
        if (!ErrorCodes.isOfOneSubnet(e.refusal())) {
          throw toReport(reported, failure);
        }
        log.log(
            System.Logger.Level.INFO,
            "no {0} in {1}: {2}",
            request.type().providerType(),
            subnet.orElse("the default subnet"),
            e.getMessage());
        // A capacity error says more than others: it is the one that other types may not have.
        if (reported == null
            || (failure instanceof CapacityException && !(reported instanceof CapacityException))) {
          reported = failure;
        }
      }
    }
    throw reported == null ? new CloudException("EC2: no subnet to create in") : reported;
  }

  /** A lack of capacity somewhere says more than what another subnet was refused for (EC2-4). */
  private CloudException toReport(@Nullable CloudException before, CloudException last) {
    if (before instanceof CapacityException && !(last instanceof CapacityException)) {
      log.log(
          System.Logger.Level.WARNING,
          "EC2 refused in the next subnet, too: {0}",
          last.getMessage());
      return before;
    }
    return last;
  }

  /** A repetition first asks where the request may have succeeded, then goes on as usual. */
  private List<Optional<String>> order(CreateRequest request) {
    Optional<String> last = triedLast.get(request.idempotencyToken());
    if (last != null) {
      List<Optional<String>> order = subnets.order();
      Collections.swap(order, 0, order.indexOf(last));
      return order;
    }
    return subnets.order();
  }

  private Instance inSubnet(
      CreateRequest request,
      Map<String, String> tags,
      @Nullable String keyName,
      Optional<String> subnet)
      throws RefusedException, CloudException {
    triedLast.put(request.idempotencyToken(), subnet);
    RunInstancesRequest launch =
        LaunchRequest.of(request, tags, settings, keyName, subnet, token(request, subnet));
    List<Instance> made;
    try {
      made = connection.ask(CallKind.CREATE, client -> client.runInstances(launch)).instances();
    } catch (RefusedException e) {
      throw e.without(secrets(launch, tags));
    }
    if (made.isEmpty() || made.get(0).instanceId() == null || made.get(0).instanceId().isBlank()) {
      throw new CloudException("EC2: a create was answered without an instance");
    }
    subnets.served(subnet);
    return made.get(0);
  }

  /** What no message may repeat: the init command, and what looks like an instance's secret. */
  private static List<String> secrets(RunInstancesRequest launch, Map<String, String> tags) {
    return Stream.concat(Stream.of(launch.userData()), Tags.secrets(tags).stream()).toList();
  }

  /**
   * The token that makes a repetition harmless. EC2 remembers it with all parameters, of which the
   * subnet is one, also where it had no room: so each of several subnets gets a token of its own.
   */
  private String token(CreateRequest request, Optional<String> subnet) {
    String token = request.idempotencyToken();
    return subnets.size() == 1 ? token : digest(token + " " + subnet.orElse(""));
  }

  private static String digest(String text) {
    try {
      byte[] bytes =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
