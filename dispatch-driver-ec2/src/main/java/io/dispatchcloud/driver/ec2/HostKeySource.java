package io.dispatchcloud.driver.ec2;

/** How an instance's host key is known. */
enum HostKeySource {
  /** By the secret file, which the dispatcher compares itself. */
  SECRET,
  /** By what the instance printed to its console when it first booted. */
  CONSOLE
}
