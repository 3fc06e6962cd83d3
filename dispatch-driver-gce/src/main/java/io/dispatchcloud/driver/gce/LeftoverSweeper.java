package io.dispatchcloud.driver.gce;

import com.google.cloud.compute.v1.Disk;
import com.google.cloud.compute.v1.Operation;
import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.LeakSweeper;
import java.lang.System.Logger.Level;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Removes disks that carry the set's label and belong to no instance. The driver makes nothing else
 * that could be left: addresses, say, are of those who reserve them, whatever their labels. Compute
 * Engine makes disks a moment before the instance that they are for: one that is younger than any
 * create may last is left alone, unless an earlier sweep had found it alone already. Thread-safe:
 * one sweep at a time.
 */
final class LeftoverSweeper implements LeakSweeper {
  private static final Duration YOUNG = Duration.ofMinutes(10);
  private static final Duration LIMIT = Duration.ofSeconds(280);

  private final ComputeApi api;
  private final Listings listings;
  private final CloudFailures failures;
  private final InstantSource clock;
  private final System.Logger logger;
  private Set<String> suspects = new HashSet<>();

  LeftoverSweeper(
      ComputeApi api,
      Listings listings,
      CloudFailures failures,
      InstantSource clock,
      System.Logger logger) {
    this.api = api;
    this.listings = listings;
    this.failures = failures;
    this.clock = clock;
    this.logger = logger;
  }

  @Override
  public synchronized List<String> sweep() throws CloudException {
    Deadline deadline = Deadline.in(clock, LIMIT);
    List<String> removed = new ArrayList<>();
    Set<String> alone = new HashSet<>();
    try {
      for (Listings.Found<Disk> each : disks()) {
        Disk disk = each.resource();
        if (disk.getUsersCount() == 0
            && isLeft(each.scope() + "/" + disk.getName(), disk.getCreationTimestamp(), alone)) {
          remove(disk.getName(), removed, () -> deleteDisk(each, deadline));
        }
      }
    } catch (ApiException e) {
      throw failures.ofCall(e);
    }
    suspects = alone;
    return List.copyOf(removed);
  }

  private List<Listings.Found<Disk>> disks() throws ApiException {
    try {
      // Disks of a region are none that the driver makes, whatever their labels.
      return listings.disks().stream().filter(each -> each.scope().startsWith("zones/")).toList();
    } catch (ApiException e) {
      // Servers that are not Google's may know none, and then there are none.
      if (e.meaning() != Meaning.GONE && e.meaning() != Meaning.NO_SUCH_METHOD) {
        throw e;
      }
      return List.of();
    }
  }

  private boolean isLeft(String key, String created, Set<String> alone) {
    if (suspects.contains(key) || isOld(created)) {
      return true;
    }
    alone.add(key);
    return false;
  }

  private boolean isOld(String created) {
    try {
      Instant since = OffsetDateTime.parse(created).toInstant();
      return since.plus(YOUNG).isBefore(clock.instant());
    } catch (DateTimeException e) {
      // Nobody knows how old it is, so it counts as new.
      return false;
    }
  }

  @FunctionalInterface
  private interface Removal {
    void run() throws ApiException;
  }

  private void remove(String name, List<String> removed, Removal removal) throws ApiException {
    try {
      removal.run();
      removed.add(name);
    } catch (ApiException e) {
      if (e.isTransient()) {
        throw e;
      }
      // It is in use after all, or gone, or not ours to remove: no reason not to go on.
      logger.log(Level.WARNING, "what was left behind stays: {0}: {1}", name, e.getMessage());
    }
  }

  private void deleteDisk(Listings.Found<Disk> disk, Deadline deadline) throws ApiException {
    String name = disk.resource().getName();
    Operation operation = api.deleteDisk(disk.place(), name, deadline);
    api.operations().awaitZonal("delete the disk " + name, disk.place(), operation, deadline);
  }
}
