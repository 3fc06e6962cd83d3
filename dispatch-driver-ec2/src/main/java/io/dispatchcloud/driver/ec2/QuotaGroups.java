package io.dispatchcloud.driver.ec2;

import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.cloud.QuotaGroup;
import io.dispatchcloud.api.config.Problem;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which instance types share a quota (EC2-7). EC2 counts vCPUs by families of types, and on-demand
 * and spot apart.
 *
 * @param byPrefix the group of each configured prefix
 */
record QuotaGroups(Map<String, String> byPrefix) {
  private static final Pattern FORM =
      Pattern.compile("\\s*([a-z][a-z0-9-]*(?:\\s*,\\s*[a-z][a-z0-9-]*)*)\\s*=\\s*([\\w.-]+)\\s*");
  private static final Pattern PREFIX = Pattern.compile("[a-z0-9-]+");
  private static final Pattern LETTERS = Pattern.compile("[A-Za-z]+");

  QuotaGroups {
    byPrefix = Map.copyOf(byPrefix);
  }

  static QuotaGroups read(List<String> lines, List<Problem> problems) {
    Map<String, String> byPrefix = new TreeMap<>();
    for (String line : lines) {
      Matcher parts = FORM.matcher(line);
      if (!parts.matches()) {
        problems.add(
            new Problem("instanceTypeQuotaGroups", line, "prefixes=group, such as c,m,r=standard"));
        continue;
      }
      PREFIX
          .matcher(parts.group(1))
          .results()
          .forEach(p -> byPrefix.put(p.group(), parts.group(2)));
    }
    return new QuotaGroups(byPrefix);
  }

  QuotaGroup of(InstanceType type) {
    String group = groupOf(type.providerType());
    return new QuotaGroup(type.preemptible() ? group + "-spot" : group);
  }

  /** The longest prefix wins; one that is less than the family's letters is another family's. */
  private String groupOf(String name) {
    Matcher letters = LETTERS.matcher(name);
    String family = letters.lookingAt() ? letters.group() : name;
    for (int length = name.length(); length >= family.length(); length--) {
      String group = byPrefix.get(name.substring(0, length));
      if (group != null) {
        return group;
      }
    }
    return family;
  }
}
