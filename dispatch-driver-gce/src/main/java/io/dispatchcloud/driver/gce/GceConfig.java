package io.dispatchcloud.driver.gce;

import io.dispatchcloud.api.config.ParameterException;
import io.dispatchcloud.api.config.Parameters;
import io.dispatchcloud.api.config.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The parameters of an instance set, checked together (GCE-1, SET-1).
 *
 * @param project the project's id
 * @param zones where to make instances, in the order in which to try; one or more
 * @param network the network; empty for that of the subnetwork, or the default one
 * @param subnetwork the subnetwork; empty for the network's own choice
 * @param externalAddress whether instances are reached from outside
 * @param serviceAccountEmail who instances act as; empty for nobody
 * @param scopes what they may do as that
 * @param adminUsername who to log in as
 * @param diskType the type of all disks
 * @param diskGib the size of boot disks
 * @param quotaGroups the groups of machine families that are not groups of their own
 * @param acceleratorTypes the GPU for each hardware target
 * @param hostKeys how hosts prove who they are
 * @param access where the API is, and who we are there
 */
record GceConfig(
    String project,
    List<String> zones,
    String network,
    String subnetwork,
    boolean externalAddress,
    String serviceAccountEmail,
    List<String> scopes,
    String adminUsername,
    String diskType,
    long diskGib,
    Map<String, String> quotaGroups,
    Map<String, String> acceleratorTypes,
    HostKeyMode hostKeys,
    Access access) {
  private static final Pattern PROJECT = Pattern.compile("[a-z0-9][a-z0-9.:-]*");
  private static final Pattern ZONE = Pattern.compile("[a-z0-9]+(?:-[a-z0-9]+)*-[a-z0-9]+");
  private static final Pattern USER = Pattern.compile("[a-z_][a-z0-9_-]{0,31}");
  private static final long GIB = 1L << 30;

  /**
   * Reads them.
   *
   * @throws ParameterException if one is wrong; it names all that are
   */
  static GceConfig of(Parameters given) {
    List<Problem> problems = new ArrayList<>();
    String project = given.get(GceParameters.PROJECT).strip();
    check(problems, PROJECT, "project", project, "a project's id, such as my-project-123");
    List<String> zones = given.get(GceParameters.ZONES).stream().map(String::strip).toList();
    zones.forEach(
        zone -> check(problems, ZONE, "zones", zone, "a zone's name, such as us-central1-a"));
    if (zones.isEmpty() || new HashSet<>(zones).size() < zones.size()) {
      problems.add(new Problem("zones", zones.toString(), "one zone or more, each once"));
    }
    String user = given.get(GceParameters.ADMIN_USERNAME);
    check(problems, USER, "adminUsername", user, "a user name of lower-case letters and digits");
    if (given.get(GceParameters.DISK_SIZE) < GIB) {
      problems.add(
          new Problem("diskSize", given.get(GceParameters.DISK_SIZE) + "", "1GiB or more"));
    }
    Map<String, String> groups =
        pairs(problems, "quotaGroups", given.get(GceParameters.QUOTA_GROUPS));
    Map<String, String> accelerators =
        pairs(problems, "acceleratorTypes", given.get(GceParameters.ACCELERATOR_TYPES));
    Access access =
        Access.of(
            problems,
            given.get(GceParameters.ENDPOINT),
            given.find(GceParameters.CREDENTIALS_FILE).orElse(""));
    if (!problems.isEmpty()) {
      throw new ParameterException("driver 'gce'", problems);
    }
    return new GceConfig(
        project,
        zones,
        given.find(GceParameters.NETWORK).orElse(""),
        given.find(GceParameters.SUBNETWORK).orElse(""),
        given.get(GceParameters.EXTERNAL_ADDRESS),
        given.find(GceParameters.SERVICE_ACCOUNT_EMAIL).orElse(""),
        List.copyOf(given.get(GceParameters.SCOPES)),
        user,
        given.get(GceParameters.DISK_TYPE),
        wholeGib(given.get(GceParameters.DISK_SIZE)),
        groups,
        accelerators,
        given.get(GceParameters.HOST_KEYS),
        access);
  }

  private static void check(
      List<Problem> problems, Pattern form, String name, String value, String expected) {
    if (!form.matcher(value).matches()) {
      problems.add(new Problem(name, value, expected));
    }
  }

  private static Map<String, String> pairs(
      List<Problem> problems, String name, List<String> texts) {
    Map<String, String> pairs = new HashMap<>();
    for (String text : texts) {
      String[] sides = text.split("=", -1);
      if (sides.length != 2 || sides[0].isBlank() || sides[1].isBlank()) {
        problems.add(new Problem(name, text, "two words with '=' between them"));
      } else {
        pairs.put(sides[0].strip(), sides[1].strip());
      }
    }
    return Map.copyOf(pairs);
  }

  static long wholeGib(long bytes) {
    return bytes / GIB + (bytes % GIB == 0 ? 0 : 1);
  }

  /** The region that a zone lies in. */
  static String region(String zone) {
    return zone.substring(0, zone.lastIndexOf('-'));
  }
}
