package io.dispatchcloud.server.job;

import io.dispatchcloud.api.config.Parameter;
import io.dispatchcloud.api.config.ParameterException;
import io.dispatchcloud.api.config.Parameters;
import io.dispatchcloud.api.config.Problem;
import io.dispatchcloud.server.yaml.Fault;
import io.dispatchcloud.server.yaml.Faults;
import io.dispatchcloud.server.yaml.YamlList;
import io.dispatchcloud.server.yaml.YamlMap;
import io.dispatchcloud.server.yaml.YamlNode;
import io.dispatchcloud.server.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One map of the file, and where to complain about it. */
final class Section {
  private static final String A_MAP = "a map of names and values";

  private final YamlMap map;
  private final String path;
  private final Faults faults;

  Section(YamlMap map, String path, Faults faults) {
    this.map = map;
    this.path = path;
    this.faults = faults;
  }

  YamlMap map() {
    return map;
  }

  String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  int line(String key) {
    return map.lineOf(key);
  }

  void fault(String key, String value, String expected) {
    faults.add(Fault.value(line(key), path(key), value, expected));
  }

  void refuse(String key, String why) {
    faults.add(new Fault(line(key), path(key) + ": " + why));
  }

  /** What stands for the map below a key that is not there. */
  Section empty(String key) {
    return new Section(new YamlMap(line(key), Map.of()), path(key), faults);
  }

  /** The map below a key; empty if there is none, with a fault if there is something else. */
  Optional<Section> section(String key) {
    Optional<YamlNode> value = map.find(key);
    if (value.isPresent() && value.get() instanceof YamlMap below) {
      return Optional.of(new Section(below, path(key), faults));
    }
    value.ifPresent(other -> faults.add(Fault.shape(path(key), other, A_MAP)));
    return Optional.empty();
  }

  /** The sections of a map of maps, each by its key. */
  Map<String, Section> sections(String key) {
    Map<String, Section> sections = new LinkedHashMap<>();
    section(key)
        .ifPresent(
            outer ->
                outer
                    .map()
                    .keys()
                    .forEach(
                        name -> outer.required(name).ifPresent(one -> sections.put(name, one))));
    return sections;
  }

  /** The map below a key; a fault if there is none. */
  Optional<Section> required(String key) {
    if (map.find(key).isEmpty()) {
      fault(key, "", A_MAP);
    }
    return section(key);
  }

  /** A map of texts, empty ones too; no message shows one, for they may be secrets. */
  Map<String, String> texts(String key) {
    Map<String, String> texts = new LinkedHashMap<>();
    section(key)
        .ifPresent(
            below ->
                below
                    .map
                    .entries()
                    .forEach(
                        (name, entry) -> {
                          if (entry.value() instanceof YamlScalar text && !text.nothing()) {
                            texts.put(name, text.text());
                          } else {
                            faults.add(Fault.shape(below.path(name), entry.value(), "a text"));
                          }
                        }));
    return texts;
  }

  /** Complains about every key that is neither a parameter nor one of the others. */
  void refuseUnknown(Collection<Parameter<?>> declared, Collection<String> others) {
    List<String> known = new ArrayList<>(others);
    declared.forEach(parameter -> known.add(parameter.name()));
    for (String key : map.keys()) {
      if (!known.contains(key)) {
        String advice = UnknownKey.advice(key, known);
        faults.add(new Fault(line(key), path(key) + ": an unknown key; " + advice));
      }
    }
  }

  /** What {@link Parameters#read} takes. Values of the wrong shape are complained about. */
  Map<String, Object> raw(Collection<Parameter<?>> declared, Set<String> misshapen) {
    Map<String, Object> raw = new LinkedHashMap<>();
    for (Parameter<?> parameter : declared) {
      Optional<YamlNode> value = map.find(parameter.name());
      if (value.isEmpty()) {
        continue;
      }
      Optional<Object> loose = loose(value.get());
      if (loose.isPresent()) {
        raw.put(parameter.name(), loose.get());
      } else {
        misshapen.add(parameter.name());
        faults.add(Fault.shape(path(parameter.name()), value.get(), parameter.expected()));
      }
    }
    return raw;
  }

  private static Optional<Object> loose(YamlNode node) {
    if (node instanceof YamlScalar scalar) {
      return Optional.of(scalar.text());
    }
    if (node instanceof YamlList list
        && list.items().stream()
            .allMatch(item -> item instanceof YamlScalar scalar && !scalar.nothing())) {
      return Optional.of(list.items().stream().map(item -> ((YamlScalar) item).text()).toList());
    }
    return Optional.empty();
  }

  /** Reads the declared parameters; empty, with faults, if one is wrong. */
  Optional<Parameters> parameters(Collection<Parameter<?>> declared) {
    Set<String> misshapen = new HashSet<>();
    Map<String, Object> raw = raw(declared, misshapen);
    try {
      Parameters read = Parameters.read(path, raw, declared);
      return misshapen.isEmpty() ? Optional.of(read) : Optional.empty();
    } catch (ParameterException e) {
      for (Problem problem : e.problems()) {
        if (!misshapen.contains(problem.name())) {
          fault(problem.name(), problem.value(), problem.expected());
        }
      }
      return Optional.empty();
    }
  }
}
