package io.dispatchcloud.server.types;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dispatchcloud.api.cloud.GpuDevices;
import io.dispatchcloud.api.cloud.InstanceType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Instance types as a section of a configuration file, and as JSON. */
public final class TypeSection {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9._-]*");
  private static final Set<String> WORDS =
      Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");
  private static final long KIB = 1L << 10;
  private static final List<String> UNITS = List.of("KiB", "MiB", "GiB", "TiB");

  private TypeSection() {}

  /**
   * The section {@code instanceTypes}, one line for each type.
   *
   * @param types the types, in the order to show them
   * @return lines of YAML
   */
  public static List<String> lines(List<InstanceType> types) {
    List<String> lines = new ArrayList<>();
    lines.add(types.isEmpty() ? "instanceTypes: {}" : "instanceTypes:");
    for (InstanceType type : types) {
      lines.add("  " + text(type.name()) + ": { " + String.join(", ", values(type)) + " }");
    }
    return lines;
  }

  private static List<String> values(InstanceType type) {
    List<String> values = new ArrayList<>();
    if (!type.providerType().equals(type.name())) {
      values.add("providerType: " + text(type.providerType()));
    }
    values.add("vcpus: " + type.vcpus());
    values.add("ram: " + size(type.ram()));
    if (type.includedScratch() > 0) {
      values.add("includedScratch: " + size(type.includedScratch()));
    }
    if (type.addedScratch() > 0) {
      values.add("addedScratch: " + size(type.addedScratch()));
    }
    values.add("price: " + type.price().toPlainString());
    if (type.preemptible()) {
      values.add("preemptible: true");
    }
    GpuDevices gpu = type.gpu();
    if (gpu.deviceCount() > 0) {
      values.add("gpu: { " + String.join(", ", values(gpu)) + " }");
    }
    return values;
  }

  private static List<String> values(GpuDevices gpu) {
    List<String> values = new ArrayList<>();
    values.add("stack: " + text(gpu.stack()));
    if (!gpu.driverVersion().isEmpty()) {
      values.add("driverVersion: " + text(gpu.driverVersion()));
    }
    if (!gpu.hardwareTarget().isEmpty()) {
      values.add("hardwareTarget: " + text(gpu.hardwareTarget()));
    }
    values.add("deviceCount: " + gpu.deviceCount());
    values.add("vram: " + size(gpu.vram()));
    return values;
  }

  /** A text that YAML reads as the same text, never as a number or a date. */
  private static String text(String value) {
    return PLAIN.matcher(value).matches() && !WORDS.contains(value.toLowerCase(Locale.ROOT))
        ? value
        : "'" + value.replace("'", "''") + "'";
  }

  /** Exact, in the largest unit that it is a whole number of. */
  private static String size(long bytes) {
    long value = bytes;
    String unit = "B";
    for (String larger : UNITS) {
      if (value == 0 || value % KIB != 0) {
        break;
      }
      value /= KIB;
      unit = larger;
    }
    return value == 0 ? "0" : value + unit;
  }

  /**
   * The same as JSON: an object by name, sizes in bytes.
   *
   * @param types the types, in the order to show them
   * @param json where it goes
   * @throws IOException if that can't be written
   */
  public static void write(List<InstanceType> types, JsonGenerator json) throws IOException {
    json.writeStartObject();
    for (InstanceType type : types) {
      json.writeObjectFieldStart(type.name());
      json.writeStringField("providerType", type.providerType());
      json.writeNumberField("vcpus", type.vcpus());
      json.writeNumberField("ram", type.ram());
      json.writeNumberField("includedScratch", type.includedScratch());
      json.writeNumberField("addedScratch", type.addedScratch());
      json.writeNumberField("price", type.price());
      json.writeBooleanField("preemptible", type.preemptible());
      if (type.gpu().deviceCount() > 0) {
        json.writeObjectFieldStart("gpu");
        json.writeStringField("stack", type.gpu().stack());
        json.writeStringField("driverVersion", type.gpu().driverVersion());
        json.writeStringField("hardwareTarget", type.gpu().hardwareTarget());
        json.writeNumberField("deviceCount", type.gpu().deviceCount());
        json.writeNumberField("vram", type.gpu().vram());
        json.writeEndObject();
      }
      json.writeEndObject();
    }
    json.writeEndObject();
  }
}
