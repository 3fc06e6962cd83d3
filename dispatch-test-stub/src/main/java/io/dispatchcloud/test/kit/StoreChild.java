package io.dispatchcloud.test.kit;

import io.dispatchcloud.api.queue.ContainerController;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;

/** A process of its own that opens the store of a kit, and does one task there. */
final class StoreChild implements ChildTask.Parent {
  /** What begins a line that is meant for the parent; all others are for people. */
  static final String PREFIX = "kit: ";

  private final OutputStream out = new FileOutputStream(FileDescriptor.out);
  private final BufferedReader in =
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

  private StoreChild() {}

  /**
   * Runs one task.
   *
   * @param arguments the kit's class, where the store is, and the task
   * @throws Exception if the task failed
   */
  public static void main(String[] arguments) throws Exception {
    Constructor<?> constructor = Class.forName(arguments[0]).getDeclaredConstructor();
    constructor.setAccessible(true);
    ContainerControllerKit kit = (ContainerControllerKit) constructor.newInstance();
    StoreChild child = new StoreChild();
    try (ContainerController store = kit.attach(arguments[1])) {
      ChildTask.valueOf(arguments[2]).run(store, child);
    }
    child.tell("end");
  }

  @Override
  public void tell(String line) throws IOException {
    out.write((PREFIX + line + "\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Override
  public void await(String line) throws IOException {
    tell(line);
    if (in.readLine() == null) {
      throw new EOFException("the parent is gone");
    }
  }
}
