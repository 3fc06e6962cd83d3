package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.core.sizing.Resources;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What containers that need the same and may use the same types have in common. Thread-safe. */
final class Shape {
  final int number;
  final Resources needed;
  final List<InstanceType> eligible;
  final Types.Known[] types;
  private @Nullable List<String> names;

  Shape(int number, Resources needed, List<InstanceType> eligible, Types.Known[] types) {
    this.number = number;
    this.needed = needed;
    this.eligible = eligible;
    this.types = types;
  }

  boolean mayUse(Types.Known type) {
    for (Types.Known each : types) {
      if (each == type) {
        return true;
      }
    }
    return false;
  }

  List<String> names() {
    // Several threads may come here at once: each reads the field but once.
    List<String> known = names;
    if (known == null) {
      known = eligible.stream().map(InstanceType::name).toList();
      names = known;
    }
    return known;
  }
}
