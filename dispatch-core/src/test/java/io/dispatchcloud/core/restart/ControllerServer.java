package io.dispatchcloud.core.restart;

import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.queue.ConflictException;
import io.dispatchcloud.api.queue.ContainerController;
import io.dispatchcloud.api.queue.FencedException;
import io.dispatchcloud.core.restart.RemoteController.Answer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Lets another process use a store of this one, and lets somebody look at each call. */
final class ControllerServer implements AutoCloseable {
  /** When in the course of a call its caller dies. */
  enum Death {
    BEFORE_IT,
    BEFORE_THE_ANSWER,
    AFTER_IT,
    NOT_NOW
  }

  /** Sees each call, and may kill who makes it. */
  interface Watcher {
    Death called(String method);

    void kill() throws InterruptedException;
  }

  private final ContainerController controller;
  private final ServerSocket socket;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Throwable> bugs = new CopyOnWriteArrayList<>();
  private final Watcher watcher;

  ControllerServer(ContainerController controller, Watcher watcher) throws IOException {
    this.controller = controller;
    this.watcher = watcher;
    this.socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    threads.execute(this::serve);
  }

  int port() {
    return socket.getLocalPort();
  }

  /** What nobody reckons with: not a refusal of the store, and not a caller that went away. */
  List<Throwable> bugs() {
    return bugs;
  }

  private void serve() {
    while (!socket.isClosed()) {
      try {
        Socket caller = socket.accept();
        threads.execute(() -> serve(caller));
      } catch (IOException e) {
        if (!socket.isClosed()) {
          bugs.add(e);
        }
      }
    }
  }

  private void serve(Socket caller) {
    try (caller) {
      DataInputStream in = new DataInputStream(new BufferedInputStream(caller.getInputStream()));
      String name = in.readUTF();
      int parameters = in.readInt();
      Method method =
          Arrays.stream(ContainerController.class.getMethods())
              .filter(each -> each.getName().equals(name))
              .filter(each -> each.getParameterCount() == parameters)
              .findFirst()
              .orElseThrow();
      Type[] types = method.getGenericParameterTypes();
      Object[] arguments = new Object[types.length];
      for (int i = 0; i < types.length; i++) {
        arguments[i] = Wire.read(in, types[i]);
      }
      Death death = watcher.called(name);
      if (death == Death.BEFORE_IT) {
        watcher.kill();
        return;
      }
      byte[] answer = answer(method, arguments);
      if (death == Death.BEFORE_THE_ANSWER) {
        watcher.kill();
      }
      caller.getOutputStream().write(answer);
      if (death == Death.AFTER_IT) {
        watcher.kill();
      }
    } catch (SocketException | EOFException e) {
      // The caller was killed in the middle of its call: that is what these tests are about.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException | Error e) {
      bugs.add(e);
    }
  }

  private byte[] answer(Method method, Object[] arguments) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream answer = new DataOutputStream(bytes);
    try {
      Object value = method.invoke(controller, arguments);
      answer.writeUTF(Answer.VALUE.name());
      Wire.write(answer, method.getGenericReturnType(), value);
    } catch (InvocationTargetException e) {
      refuse(answer, e.getCause());
    } catch (IllegalAccessException e) {
      throw new AssertionError("a store's methods are public", e);
    }
    return bytes.toByteArray();
  }

  private void refuse(DataOutputStream answer, Throwable refusal) throws IOException {
    if (refusal instanceof ConflictException conflict) {
      answer.writeUTF(Answer.CONFLICT.name());
      answer.writeUTF(conflict.getMessage());
      Wire.write(answer, Container.class, conflict.current().orElse(null));
    } else if (refusal instanceof FencedException) {
      answer.writeUTF(Answer.FENCED.name());
      answer.writeUTF(refusal.getMessage());
    } else {
      bugs.add(refusal);
      answer.writeUTF(Answer.FAILED.name());
      answer.writeUTF(refusal.toString());
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
    threads.shutdownNow();
  }
}
