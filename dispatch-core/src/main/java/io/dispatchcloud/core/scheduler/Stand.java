package io.dispatchcloud.core.scheduler;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * How far a pass has come with what it may hand out.
 *
 * @param slots how many creates may begin yet
 * @param instancesLeft how many more instances there may be
 * @param instances how many instances there are, planned ones included
 * @param containersReached whether as many containers run as may
 * @param budgetLeft what may be spent yet, an hour; null for any amount
 */
record Stand(
    int slots,
    int instancesLeft,
    int instances,
    boolean containersReached,
    @Nullable BigDecimal budgetLeft) {}
