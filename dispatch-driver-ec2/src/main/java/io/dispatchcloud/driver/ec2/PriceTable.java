package io.dispatchcloud.driver.ec2;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * On-demand prices of us-east-1, bundled: EC2's own API tells none. The file beside the table says
 * when they were taken and from where.
 */
final class PriceTable {
  private static final String TABLE = "prices/on-demand-us-east-1.csv";

  private PriceTable() {}

  /** Dollars an hour, by instance type. */
  static Map<String, BigDecimal> read() {
    try (InputStream table = PriceTable.class.getResourceAsStream(TABLE)) {
      if (table == null) {
        throw new IllegalStateException("the jar lacks " + TABLE);
      }
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8));
      Map<String, BigDecimal> prices = new HashMap<>();
      lines
          .lines()
          .skip(1)
          .map(line -> line.split(","))
          .forEach(cells -> prices.put(cells[0], new BigDecimal(cells[1])));
      return prices;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
