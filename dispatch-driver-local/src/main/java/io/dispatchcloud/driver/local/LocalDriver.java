package io.dispatchcloud.driver.local;

import com.google.auto.service.AutoService;
import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.Driver;
import io.dispatchcloud.api.cloud.DriverContext;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.config.Parameter;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes instances on this machine (LOCAL-1): each is an SSH server within this process, on a port
 * of 127.0.0.1 of its own, that runs real commands in a directory of its own as the user that this
 * process runs as. They persist: opening a set again serves its instances again, with the
 * containers that ran on. Thread-safe.
 *
 * <p>An instance is no sandbox: its commands can do whatever this user can, and share all of the
 * machine's memory and CPUs. What an instance started is found again on Linux by an environment
 * variable, by descent from or a session shared with what has that variable, or by a runner's lock
 * that it holds open. So a process outlives {@code destroy} that is orphaned, has left its session,
 * cleared its environment and closed the descriptors that it inherited; on other systems, whatever
 * detached itself from its command does. Processes that merely use the instance's directory, such
 * as somebody's shell or editor, are never ended.
 */
@AutoService(Driver.class)
public final class LocalDriver implements Driver {
  static final Parameter<String> DIRECTORY =
      Parameter.text(
              "directory",
              "Where the instances live, in a directory for each set; made if it is not there.")
          .defaultsTo(
              Path.of(System.getProperty("java.io.tmpdir"), "dispatch-" + CommandEnvironment.user())
                  .toString());

  static final Parameter<Long> MAX_INSTANCES =
      Parameter.integer("maxInstances", "How many instances there may be at a time.", 1, 1000)
          .defaultsTo(8L);

  /** Made without doing anything. */
  public LocalDriver() {}

  @Override
  public String name() {
    return "local";
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of(DIRECTORY, MAX_INSTANCES);
  }

  @Override
  public InstanceSet open(DriverContext context) throws CloudException {
    Path base = BaseDirectory.prepare(context.parameters().get(DIRECTORY));
    SetDirectory directory =
        SetDirectory.open(base.resolve(context.instanceSetId().value()), context.logger());
    return LocalInstanceSet.open(context, directory);
  }
}
