/** What everything has cost, split over the containers so that the parts sum to the total. */
@NullMarked
package io.dispatchcloud.core.cost;

import org.jspecify.annotations.NullMarked;
