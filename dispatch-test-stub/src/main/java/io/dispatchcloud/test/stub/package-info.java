/**
 * A cloud that is only pretended (STUB-2): real SSH servers within the process, behind each of them
 * a runner that speaks the dispatcher's protocol and starts nothing. Everything that goes wrong in
 * clouds can be had, each fault alone or mixed with others, from a seed:
 *
 * <pre>{@code
 * StubBehavior behavior =
 *     StubBehavior.builder()
 *         .seed(1)
 *         .quota(10)
 *         .createErrorRate(0.1)
 *         .vms(order -> VmBehavior.builder().noRunner(order.number() % 7 == 0).build())
 *         .payloads(start -> StubPayload.of(Duration.ofMillis(200), 0))
 *         .build();
 * StubQueue queue = new StubQueue();
 * try (StubDriver cloud = new StubDriver(behavior);
 *     Dispatcher dispatcher =
 *         Dispatcher.builder(config).driver(cloud, Map.of()).controller(queue).build()) {
 *   dispatcher.start();
 *   ...
 *   assertThat(cloud.runningTwice()).isEmpty();
 * }
 * }</pre>
 *
 * <p>What the driver tells of ({@link io.dispatchcloud.test.stub.StubDriver#runs}) is seen from
 * outside of the dispatcher: it is what did happen on the pretended machines, whatever the
 * dispatcher believes. {@link io.dispatchcloud.test.stub.StubQueue} has every change of a
 * container's state on record, in order.
 *
 * <p>By name, without any code, it is the driver {@code stub}, with a few parameters. It takes the
 * place of no machine: nothing that is started there runs.
 */
@NullMarked
package io.dispatchcloud.test.stub;

import org.jspecify.annotations.NullMarked;
