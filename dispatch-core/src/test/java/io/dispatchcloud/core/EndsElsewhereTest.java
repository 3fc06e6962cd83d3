package io.dispatchcloud.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.container.ContainerId;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The end of a container")
class EndsElsewhereTest {
  private final VirtualDispatcher dispatcher = new VirtualDispatcher(1);

  private List<String> ends(String id) {
    return dispatcher.log.stream()
        .filter(line -> line.contains("container=" + id + ","))
        .filter(line -> line.contains("CONTAINER_CANCELLED") || line.contains("CONTAINER_EXITED"))
        .toList();
  }

  @Test
  @DisplayName("is told as an event, once, also where others bring it about in the store")
  void cancelledInTheStore() throws Exception {
    dispatcher.submit("waits", 8, 64, 1);
    dispatcher.submit("runs", 1, 1, 1);
    dispatcher.submit("killed", 1, 1, 1);
    dispatcher.start();
    dispatcher.await(() -> dispatcher.snapshot().containers().size() == 3);

    dispatcher.controller.cancel(new ContainerId("waits"), "not needed any more");
    assertThat(dispatcher.active().kill(new ContainerId("killed"), "by an operator")).isTrue();
    dispatcher.await(() -> dispatcher.snapshot().containers().isEmpty());

    assertThat(ends("waits"))
        .singleElement()
        .asString()
        .contains("CONTAINER_CANCELLED", "detail=in the store: not needed any more");
    assertThat(ends("runs")).singleElement().asString().contains("CONTAINER_EXITED");
    assertThat(ends("killed")).singleElement().asString().contains("detail=by an operator");
  }
}
