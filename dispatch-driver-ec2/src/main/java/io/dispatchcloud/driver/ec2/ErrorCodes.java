package io.dispatchcloud.driver.ec2;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What EC2's error codes mean to a dispatcher (EC2-4, EC2-5): tables, and the look into them. */
final class ErrorCodes {
  /** What to do about a refusal. */
  enum Meaning {
    /** Ask less often. */
    RATE_LIMIT,
    /** No more instances until some go away. */
    QUOTA,
    /** No room for this type. */
    TYPE_CAPACITY,
    /** No room for the types of this quota group. */
    GROUP_CAPACITY,
    /** Nothing that a dispatcher could do. */
    OTHER
  }

  private static final Map<Meaning, Set<String>> CODES = new EnumMap<>(Meaning.class);

  static {
    CODES.put(
        Meaning.RATE_LIMIT,
        Set.of(
            "RequestLimitExceeded",
            "Throttling",
            "ThrottlingException",
            "ThrottledException",
            "RequestThrottled",
            "RequestThrottledException",
            "EC2ThrottledException",
            "TooManyRequestsException",
            "SlowDown",
            "BandwidthLimitExceeded",
            "PriorRequestNotComplete",
            "ResourceCreationRateExceeded"));
    CODES.put(
        Meaning.QUOTA,
        Set.of(
            "InstanceLimitExceeded",
            "InsufficientAddressCapacity",
            "InsufficientFreeAddressesInSubnet",
            "InsufficientVolumeCapacity",
            "MaxSpotInstanceCountExceeded",
            "VolumeLimitExceeded",
            "NetworkInterfaceLimitExceeded"));
    CODES.put(Meaning.GROUP_CAPACITY, Set.of("VcpuLimitExceeded"));
    CODES.put(
        Meaning.TYPE_CAPACITY,
        Set.of(
            "InsufficientInstanceCapacity",
            "InsufficientCapacity",
            "InsufficientHostCapacity",
            "InsufficientReservedInstanceCapacity",
            "InsufficientCapacityOnOutpost",
            "UnfulfillableCapacity",
            "SpotMaxPriceTooLow"));
  }

  /** Codes that say too little by themselves. */
  private record MessageRule(Set<String> codes, Pattern message, Meaning meaning) {}

  private static final List<MessageRule> BY_MESSAGE =
      List.of(
          new MessageRule(
              Set.of("Unsupported"),
              Pattern.compile("requested instance type", Pattern.CASE_INSENSITIVE),
              Meaning.TYPE_CAPACITY));

  private static final Set<String> OF_ONE_SUBNET =
      Set.of("InsufficientInstanceCapacity", "InsufficientVolumeCapacity", "Unsupported");
  private static final Set<String> OF_A_PARAMETER =
      Set.of("InvalidParameter", "InvalidParameterValue", "InvalidParameterCombination");
  private static final Pattern ABOUT_A_SUBNET =
      Pattern.compile("subnet|free\\b.{0,30}\\baddresses", Pattern.CASE_INSENSITIVE);
  private static final int TOO_MANY_REQUESTS = 429;

  private ErrorCodes() {}

  static Meaning meaning(Refusal refusal) {
    for (Map.Entry<Meaning, Set<String>> row : CODES.entrySet()) {
      if (row.getValue().contains(refusal.code())) {
        return row.getKey();
      }
    }
    for (MessageRule rule : BY_MESSAGE) {
      if (rule.codes().contains(refusal.code())
          && rule.message().matcher(refusal.message()).find()) {
        return rule.meaning();
      }
    }
    return refusal.status() == TOO_MANY_REQUESTS ? Meaning.RATE_LIMIT : Meaning.OTHER;
  }

  /** Whether another subnet may not have this (EC2-4). */
  static boolean isOfOneSubnet(Refusal refusal) {
    return refusal.code().contains("Subnet")
        || OF_ONE_SUBNET.contains(refusal.code())
        || (OF_A_PARAMETER.contains(refusal.code())
            && ABOUT_A_SUBNET.matcher(refusal.message()).find());
  }
}
