package io.dispatchcloud.server;

import io.dispatchcloud.server.job.StoreReader;
import io.dispatchcloud.server.store.StoreAddress;
import io.dispatchcloud.server.store.StoreSettings;
import io.dispatchcloud.server.yaml.Faults;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the store is: on the command line, in a file, or in the environment. */
final class StoreOptions {
  static final String URL_VARIABLE = "DISPATCH_STORE";
  static final String USER_VARIABLE = "DISPATCH_STORE_USER";
  static final String PASSWORD_VARIABLE = "DISPATCH_STORE_PASSWORD";
  static final String SCHEMA_VARIABLE = "DISPATCH_STORE_SCHEMA";

  private final Map<String, String> environment;

  @Option(
      names = "--store",
      paramLabel = "URL",
      description = {
        "The database with the containers: jdbc:postgresql://host/database or"
            + " jdbc:h2:file:/path. Unless given, what the file's key store says, else the"
            + " environment variable DISPATCH_STORE.",
        "The password comes from the password file, else from DISPATCH_STORE_PASSWORD; never"
            + " from the command line."
      })
  private @Nullable String url;

  @Option(
      names = "--store-user",
      paramLabel = "NAME",
      description = "Who logs in to it; else DISPATCH_STORE_USER. Goes with --store.")
  private @Nullable String user;

  @Option(
      names = "--store-password-file",
      paramLabel = "FILE",
      description = "A file whose first line is the password. Goes with --store.")
  private @Nullable Path passwordFile;

  @Option(
      names = "--store-schema",
      paramLabel = "NAME",
      description = "The database schema; dispatch unless given. Goes with --store.")
  private @Nullable String schema;

  StoreOptions(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * Finds it.
   *
   * @param file a file that may have the key store; null for none
   */
  StoreAddress address(@Nullable Path file) throws BadInputException {
    if (url != null) {
      return checked(
          "--store",
          url,
          new StoreSettings(
              url, or(user, USER_VARIABLE), passwordFile, or(schema, SCHEMA_VARIABLE)));
    }
    StoreSettings settings = file == null ? null : inFile(file);
    if (settings != null && settings.url() != null) {
      if (user != null || passwordFile != null || schema != null) {
        throw new BadInputException("--store: nothing given; expected it beside --store-...");
      }
      return checked(file + ": store", settings.url(), settings);
    }
    String there = environment.get(URL_VARIABLE);
    if (there == null || there.isEmpty()) {
      throw new BadInputException(
          "--store: nothing given; expected the address of a store: there, in the environment"
              + " variable DISPATCH_STORE, or as store in the file of --config");
    }
    return checked(
        URL_VARIABLE,
        there,
        new StoreSettings(
            there, or(user, USER_VARIABLE), passwordFile, or(schema, SCHEMA_VARIABLE)));
  }

  private @Nullable String or(@Nullable String given, String variable) {
    return given != null ? given : environment.get(variable);
  }

  private static StoreSettings inFile(Path file) throws BadInputException {
    Faults faults = new Faults(file.toString());
    Optional<StoreSettings> read = StoreReader.read(file, faults);
    return read.orElseThrow(() -> new BadInputException(faults.lines()));
  }

  private StoreAddress checked(String where, String given, StoreSettings settings)
      throws BadInputException {
    try {
      return StoreAddress.of(given, settings, environment.getOrDefault(PASSWORD_VARIABLE, ""));
    } catch (IllegalArgumentException e) {
      throw new BadInputException(where + ": " + e.getMessage());
    }
  }
}
