package io.dispatchcloud.api.cloud;

import java.util.Objects;

/** The provider has no room at the moment for what was asked; other requests may succeed. */
public final class CapacityException extends CloudException {
  private static final long serialVersionUID = 1L;

  /** What there is no room for. */
  public enum Scope {
    /** The instance type that was asked for, preemptible or not as asked. */
    INSTANCE_TYPE,
    /** All types of its quota group. */
    QUOTA_GROUP,
    /** Everything. */
    ALL
  }

  private final Scope scope;

  /**
   * Made with what there is no room for.
   *
   * @param message the provider's code, message and request id; no secret
   * @param scope what there is no room for
   */
  public CapacityException(String message, Scope scope) {
    super(message);
    this.scope = Objects.requireNonNull(scope, "scope");
  }

  /**
   * What there is no room for.
   *
   * @return the scope
   */
  public Scope scope() {
    return scope;
  }
}
