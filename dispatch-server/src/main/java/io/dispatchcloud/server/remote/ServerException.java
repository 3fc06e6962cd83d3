package io.dispatchcloud.server.remote;

/** A dispatcher could not be asked, or refused; the message says what to do about it. */
public final class ServerException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /** What that means for the one who asked. */
  public enum Kind {
    /** Nobody there can answer: no server, one that is not trusted, or one that stands by. */
    UNREACHABLE,
    /** It answered no. */
    REFUSED,
    /** It answered that it has no such thing. */
    NOT_FOUND,
    /** It answered that the question is wrong. */
    BAD_INPUT
  }

  ServerException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /**
   * What it means.
   *
   * @return the kind
   */
  public Kind kind() {
    return kind;
  }

  /** The same with more words. */
  ServerException with(String more) {
    return new ServerException(kind, getMessage() + more);
  }
}
