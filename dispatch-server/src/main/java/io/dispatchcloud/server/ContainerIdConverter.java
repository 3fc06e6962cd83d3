package io.dispatchcloud.server;

import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.server.show.Words;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Ids of containers on the command line (CTR-2). */
final class ContainerIdConverter implements ITypeConverter<ContainerId> {
  @Override
  public ContainerId convert(String value) {
    try {
      return new ContainerId(value);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(Words.clean(String.valueOf(e.getMessage())));
    }
  }
}
