package io.dispatchcloud.driver.ec2;

/** Kinds of calls that EC2 limits apart from each other, in a bucket each. */
enum CallKind {
  /** Makes something. */
  CREATE,
  /** Lists instances. */
  LIST,
  /** Ends or tags something. */
  CHANGE,
  /** Asks for anything else. */
  ASK
}
