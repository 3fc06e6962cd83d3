package io.dispatchcloud.queue.arvados;

import java.util.regex.Pattern;

/** What the API's ids look like: cluster, type, object. */
final class Uuids {
  private static final Pattern CONTAINER = Pattern.compile("[0-9a-z]{5}-dz642-[0-9a-z]{15}");
  private static final Pattern TOKEN = Pattern.compile("[0-9a-z]{5}-gj3su-[0-9a-z]{15}");

  private Uuids() {}

  static boolean isContainer(String text) {
    return CONTAINER.matcher(text).matches();
  }

  static boolean isToken(String text) {
    return TOKEN.matcher(text).matches();
  }
}
