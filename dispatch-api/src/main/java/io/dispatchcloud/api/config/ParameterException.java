package io.dispatchcloud.api.config;

import java.util.List;
import java.util.stream.Collectors;

/** Parameters were refused. Names every problem, not only the first, and shows no secret. */
public final class ParameterException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * Made from what is wrong.
   *
   * @param owner whose parameters they are: {@code driver 'ec2'}
   * @param problems all that is wrong; at least one
   */
  public ParameterException(String owner, List<Problem> problems) {
    super(
        owner + ": " + problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
    this.problems = List.copyOf(problems);
  }

  /**
   * All that is wrong.
   *
   * @return the problems, in the order in which the parameters are declared, unknown ones last
   */
  public List<Problem> problems() {
    return problems;
  }
}
