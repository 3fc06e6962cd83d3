package io.dispatchcloud.api.executor;

/** What an instance says of a host key. */
public enum HostKeyVerdict {
  /** The key is the instance's own. */
  ACCEPTED,
  /** The key is somebody else's: nothing may be sent over this connection. */
  REFUSED,
  /**
   * The instance has no way of its own to tell; the dispatcher compares the secret file instead.
   */
  NOT_IMPLEMENTED
}
