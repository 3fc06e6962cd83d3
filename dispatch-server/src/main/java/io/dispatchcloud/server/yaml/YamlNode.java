package io.dispatchcloud.server.yaml;

/** A value in a YAML file. An alias is the very node that its anchor names. */
public sealed interface YamlNode permits YamlScalar, YamlList, YamlMap {
  /**
   * Where it begins.
   *
   * @return a line number, from 1
   */
  int line();

  /**
   * What it is, for a message about a value of the wrong shape; shows no content of it.
   *
   * @return for example {@code a list}
   */
  String shape();
}
