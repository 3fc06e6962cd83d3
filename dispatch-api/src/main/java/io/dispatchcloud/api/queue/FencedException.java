package io.dispatchcloud.api.queue;

/**
 * The caller is not the active dispatcher any more: its lease ran out, and another one took over.
 * Nothing was changed, and nothing that it asks for will be.
 */
public final class FencedException extends ControllerException {
  private static final long serialVersionUID = 1L;

  /**
   * Made with what a person needs to know.
   *
   * @param message who holds the lease now, as far as that is known
   */
  public FencedException(String message) {
    super(message);
  }
}
