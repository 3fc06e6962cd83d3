package io.dispatchcloud.queue.jdbc;

import com.google.auto.service.AutoService;
import io.dispatchcloud.api.config.Parameter;
import io.dispatchcloud.api.config.Parameters;
import io.dispatchcloud.api.config.Secret;
import io.dispatchcloud.api.queue.ContainerController;
import io.dispatchcloud.api.queue.ContainerControllerProvider;
import io.dispatchcloud.api.queue.ControllerContext;
import io.dispatchcloud.api.queue.ControllerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Opens stores in PostgreSQL and H2: {@code jdbc}. Thread-safe. */
@SuppressWarnings("exports") // the annotation is for the compiler alone
@AutoService(ContainerControllerProvider.class)
public final class JdbcControllerProvider implements ContainerControllerProvider {
  static final Parameter<String> URL =
      Parameter.text(
              "url",
              "Where the database is: jdbc:postgresql://host/database or jdbc:h2:file:/path;"
                  + " without a password.")
          .required();

  static final Parameter<String> USER =
      Parameter.text("user", "Who logs in to the database; without it, nobody in particular.");

  static final Parameter<String> PASSWORD_FILE =
      Parameter.text("passwordFile", "A file whose first line is the password for the database.");

  static final Parameter<String> PASSWORD_VARIABLE =
      Parameter.text(
              "passwordVariable",
              "The environment variable that has the password for the database, where no file is"
                  + " given.")
          .defaultsTo("DISPATCH_STORE_PASSWORD");

  static final Parameter<String> SCHEMA =
      Parameter.text("schema", "The database schema that is the store's own; made if need be.")
          .defaultsTo(JdbcSettings.DEFAULT.schema());

  private final Map<String, String> environment;

  /** Made without doing anything. */
  public JdbcControllerProvider() {
    this(System.getenv());
  }

  JdbcControllerProvider(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public String name() {
    return "jdbc";
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of(URL, USER, PASSWORD_FILE, PASSWORD_VARIABLE, SCHEMA);
  }

  @Override
  public ContainerController open(ControllerContext context) throws ControllerException {
    Parameters parameters = context.parameters();
    JdbcSettings settings = new JdbcSettings(parameters.get(SCHEMA), context.attempts());
    Store store =
        Store.open(
            parameters.get(URL),
            parameters.find(USER).orElse(""),
            password(parameters),
            settings,
            context.logger(),
            context.clock());
    return new JdbcController(store, settings);
  }

  private Secret password(Parameters parameters) {
    String file = parameters.find(PASSWORD_FILE).orElse(null);
    if (file != null) {
      return fromFile(file);
    }
    @Nullable String value = environment.get(parameters.get(PASSWORD_VARIABLE));
    return Secret.of(value == null ? "" : value);
  }

  private static Secret fromFile(String file) {
    try {
      return Secret.of(Files.readString(Path.of(file)).lines().findFirst().orElse(""));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "passwordFile: '" + file + "'; expected a file that can be read", e);
    }
  }
}
