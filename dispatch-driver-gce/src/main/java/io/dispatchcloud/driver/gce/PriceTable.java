package io.dispatchcloud.driver.gce;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * What machine types cost in a region, from a table that comes with the driver: Compute Engine
 * itself does not tell. Its first line names the regions; each other one is a machine type with its
 * prices there, {@code on demand/spot}. Immutable.
 */
final class PriceTable {
  /** The day on which the prices held. */
  static final String DATE = "2026-08-03";

  private static final String RESOURCE = "gce-prices.csv.gz";

  private final Map<String, Price> prices;

  /**
   * What a machine type costs.
   *
   * @param onDemand dollars an hour
   * @param spot dollars an hour for as long as Google leaves it to us
   */
  record Price(BigDecimal onDemand, BigDecimal spot) {}

  private PriceTable(Map<String, Price> prices) {
    this.prices = prices;
  }

  /** Reads the prices of one region; there are none of a region that the table does not have. */
  static PriceTable of(String region) {
    try (InputStream packed = PriceTable.class.getResourceAsStream(RESOURCE)) {
      if (packed == null) {
        throw new IllegalStateException(RESOURCE + " is missing from this driver's archive");
      }
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(new GZIPInputStream(packed), StandardCharsets.US_ASCII))) {
        return new PriceTable(read(lines, region));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE + " can't be read", e);
    }
  }

  private static Map<String, Price> read(BufferedReader lines, String region) throws IOException {
    List<String> header = Arrays.asList(cells(lines.readLine()));
    int column = header.indexOf(region);
    Map<String, Price> prices = new HashMap<>();
    if (column < 0) {
      return prices;
    }
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] cells = cells(line);
      String[] both = cells[column].split("/", -1);
      if (both.length == 2) {
        prices.put(cells[0], new Price(new BigDecimal(both[0]), new BigDecimal(both[1])));
      }
    }
    return prices;
  }

  private static String[] cells(String line) {
    return line.split(",", -1);
  }

  Optional<Price> find(String machineType) {
    return Optional.ofNullable(prices.get(machineType));
  }

  int size() {
    return prices.size();
  }
}
