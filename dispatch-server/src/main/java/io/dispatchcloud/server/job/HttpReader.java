package io.dispatchcloud.server.job;

import io.dispatchcloud.api.config.Parameter;
import io.dispatchcloud.api.config.Parameters;
import io.dispatchcloud.api.config.Secret;
import io.dispatchcloud.server.yaml.Fault;
import io.dispatchcloud.server.yaml.Faults;
import io.dispatchcloud.server.yaml.YamlFile;
import io.dispatchcloud.server.yaml.YamlMap;
import io.dispatchcloud.server.yaml.YamlNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what a file's {@code http} says. Other keys are not looked at. */
public final class HttpReader {
  static final String HTTP = "http";

  private static final String TLS = "tls";
  private static final String FILE = "file:";
  private static final long LARGEST = 4 << 10;
  private static final Parameter<String> LISTEN =
      Parameter.text("listen", "host and port, such as 127.0.0.1:8080");
  private static final Parameter<Secret> TOKEN =
      Parameter.secret("token", "the token, or file: and the name of a file with it");
  private static final Parameter<String> CERTIFICATE =
      Parameter.text("certificate", "a file with certificates in PEM form").required();
  private static final Parameter<String> KEY =
      Parameter.text("key", "a file with the certificate's private key in PEM form").required();
  private static final List<Parameter<?>> ALL = List.of(LISTEN, TOKEN);
  private static final List<Parameter<?>> OF_TLS = List.of(CERTIFICATE, KEY);
  private static final HttpChoice NOTHING = new HttpChoice(null, null, null, null);

  private final Path folder;
  private final Faults faults;

  private HttpReader(Path folder, Faults faults) {
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
  public static Optional<HttpChoice> read(Path file, Faults faults) {
    Optional<YamlNode> root = YamlFile.read(file, faults);
    if (root.isPresent() && root.get() instanceof YamlMap map) {
      Section top = new Section(map, "", faults);
      return map.find(HTTP).isEmpty()
          ? Optional.of(NOTHING)
          : top.section(HTTP)
              .flatMap(found -> new HttpReader(JobFile.folderOf(file), faults).http(found));
    }
    root.ifPresent(other -> faults.add(Fault.shape("the file", other, "a map with http, ...")));
    return Optional.empty();
  }

  private Optional<HttpChoice> http(Section section) {
    section.refuseUnknown(ALL, List.of(TLS));
    Optional<Parameters> read = section.parameters(ALL);
    Optional<Section> tls = section.section(TLS);
    tls.ifPresent(below -> below.refuseUnknown(OF_TLS, List.of()));
    Optional<Parameters> files = tls.flatMap(below -> below.parameters(OF_TLS));
    @Nullable Secret token =
        read.flatMap(all -> all.find(TOKEN)).map(given -> token(given, section)).orElse(null);
    @Nullable Path certificate =
        files.map(all -> path(all.get(CERTIFICATE), CERTIFICATE, tls.orElseThrow())).orElse(null);
    @Nullable Path key = files.map(all -> path(all.get(KEY), KEY, tls.orElseThrow())).orElse(null);
    if (!faults.none() || read.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new HttpChoice(read.get().find(LISTEN).orElse(null), token, certificate, key));
  }

  private Path path(String name, Parameter<?> parameter, Section section) {
    try {
      return folder.resolve(name);
    } catch (InvalidPathException e) {
      section.fault(parameter.name(), name, parameter.expected());
      return folder;
    }
  }

  /** The token itself, or what is in its file; what can't be read is shown by its name alone. */
  private Secret token(Secret given, Section section) {
    String text = given.reveal();
    if (!text.startsWith(FILE)) {
      return given;
    }
    try {
      Path file = folder.resolve(text.substring(FILE.length()));
      if (Files.isRegularFile(file) && Files.size(file) <= LARGEST) {
        return Secret.of(Files.readString(file).strip());
      }
    } catch (IOException | InvalidPathException e) {
      // Told below.
    }
    section.fault(TOKEN.name(), text, "file: and the name of a file with the token");
    return given;
  }
}
