package io.dispatchcloud.driver.ec2;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The subnets in the order in which to try them: the one that served last comes first (EC2-4), as
 * what has room now most likely has some still. Thread-safe.
 */
final class SubnetRing {
  private final List<Optional<String>> subnets;
  private volatile int first;

  SubnetRing(List<String> ids) {
    subnets = ids.isEmpty() ? List.of(Optional.empty()) : ids.stream().map(Optional::of).toList();
  }

  /** Each once; an empty one stands for the default VPC's. */
  List<Optional<String>> order() {
    int from = first;
    List<Optional<String>> order = new ArrayList<>(subnets.subList(from, subnets.size()));
    order.addAll(subnets.subList(0, from));
    return order;
  }

  void served(Optional<String> subnet) {
    first = subnets.indexOf(subnet);
  }

  int size() {
    return subnets.size();
  }
}
