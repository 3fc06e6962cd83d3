package io.dispatchcloud.server.job;

import io.dispatchcloud.api.config.Parameter;
import io.dispatchcloud.api.config.Parameters;
import io.dispatchcloud.server.store.StoreAddress;
import io.dispatchcloud.server.store.StoreSettings;
import io.dispatchcloud.server.yaml.Fault;
import io.dispatchcloud.server.yaml.Faults;
import io.dispatchcloud.server.yaml.YamlFile;
import io.dispatchcloud.server.yaml.YamlMap;
import io.dispatchcloud.server.yaml.YamlNode;
import io.dispatchcloud.server.yaml.YamlScalar;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads where a file's {@code store} is: an address, or a map. Other keys are not looked at. */
public final class StoreReader {
  static final String STORE = "store";

  private static final Parameter<String> URL =
      Parameter.text("url", "the address of the database").required();
  private static final Parameter<String> USER = Parameter.text("user", "who logs in");
  private static final Parameter<String> PASSWORD_FILE =
      Parameter.text("passwordFile", "a file whose first line is the password");
  private static final Parameter<String> SCHEMA =
      Parameter.text("schema", "the schema in the database");
  private static final List<Parameter<?>> ALL = List.of(URL, USER, PASSWORD_FILE, SCHEMA);
  private static final StoreSettings NONE = new StoreSettings(null, null, null, null);

  private final CommandReader commands;
  private final Path folder;
  private final Faults faults;

  private StoreReader(Path folder, Faults faults) {
    this.commands = new CommandReader(folder);
    this.folder = folder;
    this.faults = faults;
  }

  /**
   * Reads it.
   *
   * @param file the file
   * @param faults gets all that is wrong
   * @return what the file says, which may be nothing at all; empty if anything is wrong
   */
  public static Optional<StoreSettings> read(Path file, Faults faults) {
    Optional<YamlNode> root = YamlFile.read(file, faults);
    if (root.isPresent() && root.get() instanceof YamlMap map) {
      return new StoreReader(JobFile.folderOf(file), faults).store(new Section(map, "", faults));
    }
    root.ifPresent(other -> faults.add(Fault.shape("the file", other, "a map with store, ...")));
    return Optional.empty();
  }

  private Optional<StoreSettings> store(Section top) {
    Optional<YamlNode> given = top.map().find(STORE);
    if (given.isEmpty()) {
      return Optional.of(NONE);
    }
    if (given.get() instanceof YamlScalar text && !text.nothing()) {
      return checked(text.text(), STORE, top).map(url -> new StoreSettings(url, null, null, null));
    }
    if (!(given.get() instanceof YamlMap)) {
      faults.add(Fault.shape(STORE, given.get(), "an address, or a map with url, user, ..."));
      return Optional.empty();
    }
    return top.section(STORE).flatMap(this::map);
  }

  private Optional<StoreSettings> map(Section section) {
    if (section.map().find("password").isPresent()) {
      section.refuse("password", "not shown here; expected its file's name, as passwordFile");
      return Optional.empty();
    }
    section.refuseUnknown(ALL, List.of());
    Optional<Parameters> read = section.parameters(ALL);
    Optional<String> url = read.flatMap(all -> checked(all.get(URL), URL.name(), section));
    if (read.isEmpty() || url.isEmpty()) {
      return Optional.empty();
    }
    @Nullable Path file = null;
    String name = read.get().find(PASSWORD_FILE).orElse("");
    try {
      file = name.isEmpty() ? null : folder.resolve(commands.expanded(name));
    } catch (InvalidPathException e) {
      section.fault(PASSWORD_FILE.name(), name, "the name of a file");
      return Optional.empty();
    }
    return Optional.of(
        new StoreSettings(
            url.get(),
            read.get().find(USER).orElse(null),
            file,
            read.get().find(SCHEMA).orElse(null)));
  }

  private Optional<String> checked(String given, String key, Section section) {
    String url = commands.expanded(given);
    try {
      StoreAddress.checkUrl(url);
      return Optional.of(url);
    } catch (IllegalArgumentException e) {
      section.refuse(key, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}
