package io.dispatchcloud.driver.gce;

/** How an instance's host key is told from a stranger's (GCE-3). */
enum HostKeyMode {
  /** By the secret file that its init command wrote. */
  SECRET,
  /** By the guest attributes that its guest agent wrote; one word, as it is configured. */
  GUESTATTRIBUTES
}
