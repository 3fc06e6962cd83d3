package io.dispatchcloud.driver.ec2;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.InstanceId;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.ec2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Tag;

/**
 * Replaces the tags of instances. EC2 can add and remove tags, not replace them: so changes of one
 * instance wait for each other, and what is to go is found out first. Thread-safe.
 */
final class InstanceTags {
  private static final int LOCKS = 16;
  private static final int REMEMBERED = 1_000;
  private static final long LONGEST_WAIT_MINUTES = 2;

  private final Ec2Connection connection;
  private final Tags tags;
  private final InstantSource clock;
  private final List<ReentrantLock> locks =
      IntStream.range(0, LOCKS).mapToObj(i -> new ReentrantLock()).toList();

  /** The keys that were set here: EC2's own answer may not show them yet. */
  private final Map<InstanceId, Set<String>> setHere =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<InstanceId, Set<String>> eldest) {
              return size() > REMEMBERED;
            }
          });

  InstanceTags(Ec2Connection connection, Tags tags, InstantSource clock) {
    this.connection = connection;
    this.tags = tags;
    this.clock = clock;
  }

  /**
   * Sets these tags and the set's id, and removes all others.
   *
   * @param shown those that the instance had when it was shown last
   */
  void replace(InstanceId id, Map<String, String> shown, Map<String, String> wanted)
      throws CloudException {
    Deadline deadline = new Deadline(clock);
    ReentrantLock lock = locks.get(Math.floorMod(id.hashCode(), LOCKS));
    try {
      if (!lock.tryLock(LONGEST_WAIT_MINUTES, TimeUnit.MINUTES)) {
        throw new CloudException("EC2: " + id + " is being tagged by others for too long");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CloudException("EC2: interrupted before tagging " + id, e);
    }
    try {
      replaceLocked(id, shown, tags.withId(wanted), deadline);
    } catch (RefusedException e) {
      RefusedException masked = e.without(secrets(shown, wanted));
      throw new CloudException(
          "EC2: tagging " + id + ": " + masked.refusal().text(), Ec2Connection.failure(masked));
    } finally {
      lock.unlock();
    }
  }

  private static List<String> secrets(Map<String, String> shown, Map<String, String> wanted) {
    List<String> secrets = new ArrayList<>(Tags.secrets(shown));
    secrets.addAll(Tags.secrets(wanted));
    return secrets;
  }

  private void replaceLocked(
      InstanceId id, Map<String, String> shown, Map<String, String> wanted, Deadline deadline)
      throws RefusedException, CloudException {
    Set<String> surplus = new HashSet<>(shown.keySet());
    surplus.addAll(setHere.getOrDefault(id, Set.of()));
    surplus.addAll(described(id, deadline));
    surplus.removeAll(wanted.keySet());
    deadline.check("tagging " + id);
    // First what is new: an instance must at no time lack the tags that say whose it is.
    connection.ask(
        CallKind.CHANGE,
        client ->
            client.createTags(request -> request.resources(id.value()).tags(Tags.toSdk(wanted))));
    setHere.put(id, Set.copyOf(wanted.keySet()));
    if (!surplus.isEmpty()) {
      deadline.check("tagging " + id);
      List<Tag> removed =
          surplus.stream().sorted().map(key -> Tag.builder().key(key).build()).toList();
      connection.ask(
          CallKind.CHANGE,
          client -> client.deleteTags(request -> request.resources(id.value()).tags(removed)));
    }
  }

  private List<String> described(InstanceId id, Deadline deadline) throws CloudException {
    Filter ofInstance = Filter.builder().name("resource-id").values(id.value()).build();
    List<String> keys = new ArrayList<>();
    Pages.forEach(
        "listing tags",
        deadline,
        token -> {
          DescribeTagsResponse page =
              connection.call(
                  CallKind.ASK,
                  client ->
                      client.describeTags(request -> request.filters(ofInstance).nextToken(token)));
          page.tags().stream()
              // Some clouds ignore filters: what belongs to others is not this one's to lose.
              .filter(tag -> id.value().equals(tag.resourceId()) && tag.key() != null)
              .filter(tag -> !Tags.isReserved(tag.key()))
              .forEach(tag -> keys.add(tag.key()));
          return page.nextToken();
        });
    return keys;
  }
}
