package io.dispatchcloud.server.run;

import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.api.queue.ContainerController;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A store of containers before which somebody is told of each result that is recorded, and after
 * which somebody is told of each call.
 */
final class KeepingController {
  private KeepingController() {}

  static ContainerController of(
      ContainerController controller,
      BiConsumer<Attempt, RunResult> keeper,
      Consumer<Object[]> called) {
    Object proxy =
        Proxy.newProxyInstance(
            ContainerController.class.getClassLoader(),
            new Class<?>[] {ContainerController.class},
            (self, method, arguments) -> {
              if (method.getName().equals("recordResult")) {
                keeper.accept((Attempt) arguments[1], (RunResult) arguments[3]);
              }
              try {
                return method.invoke(controller, arguments);
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              } finally {
                if (arguments != null) {
                  called.accept(arguments);
                }
              }
            });
    return (ContainerController) proxy;
  }
}
