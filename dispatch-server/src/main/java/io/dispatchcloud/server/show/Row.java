package io.dispatchcloud.server.show;

import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one container fared.
 *
 * @param container its id
 * @param instance where it ran last; empty for nowhere
 * @param end how it ended: an exit status, or its state if it has none
 * @param succeeded whether it ended with status 0
 * @param failed whether it ended in another way
 * @param waited from its submission to its start; null if it never started
 * @param ran from its start to its end; null if there was not both
 * @param cost its share of what instances cost
 * @param reason why it was not run to its end; empty if it was
 */
public record Row(
    String container,
    String instance,
    String end,
    boolean succeeded,
    boolean failed,
    @Nullable Duration waited,
    @Nullable Duration ran,
    BigDecimal cost,
    String reason) {}
