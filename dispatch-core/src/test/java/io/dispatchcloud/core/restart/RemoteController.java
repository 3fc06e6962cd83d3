package io.dispatchcloud.core.restart;

import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.queue.ConflictException;
import io.dispatchcloud.api.queue.ContainerController;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.FencedException;
import io.dispatchcloud.api.queue.Subscription;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.net.InetAddress;
import java.net.Socket;

/** The store of another process: a connection to its {@link ControllerServer} for each call. */
final class RemoteController {
  /** How a call ended; sent by name. */
  enum Answer {
    VALUE,
    CONFLICT,
    FENCED,
    FAILED
  }

  private RemoteController() {}

  static ContainerController at(int port) {
    return (ContainerController)
        Proxy.newProxyInstance(
            RemoteController.class.getClassLoader(),
            new Class<?>[] {ContainerController.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  // It can't tell when something changed, so it never calls.
                  case "onChange" -> (Subscription) () -> {};
                  case "runnerRecords" -> false;
                  case "close" -> null;
                  case "toString" -> "the store at port " + port;
                  default -> call(port, method, arguments);
                });
  }

  private static Object call(int port, Method method, Object[] arguments)
      throws ControllerException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream question = new DataOutputStream(bytes);
      question.writeUTF(method.getName());
      Type[] types = method.getGenericParameterTypes();
      question.writeInt(types.length);
      for (int i = 0; i < types.length; i++) {
        Wire.write(question, types[i], arguments[i]);
      }
      bytes.writeTo(socket.getOutputStream());
      DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      return answer(in, method);
    } catch (IOException e) {
      throw new ControllerException("nobody knows what became of " + method.getName(), e);
    }
  }

  private static Object answer(DataInputStream in, Method method)
      throws IOException, ControllerException {
    return switch (Answer.valueOf(in.readUTF())) {
      case VALUE -> {
        boolean nothing = method.getReturnType() == void.class;
        yield nothing ? null : Wire.read(in, method.getGenericReturnType());
      }
      case CONFLICT ->
          throw new ConflictException(in.readUTF(), (Container) Wire.read(in, Container.class));
      case FENCED -> throw new FencedException(in.readUTF());
      case FAILED -> throw new ControllerException(in.readUTF());
    };
  }
}
