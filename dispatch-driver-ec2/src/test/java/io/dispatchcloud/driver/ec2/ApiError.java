package io.dispatchcloud.driver.ec2;

/** What the fake EC2 refuses a request with. */
final class ApiError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  final String code;
  final int status;

  ApiError(String code, String message) {
    this(code, message, 400);
  }

  ApiError(String code, String message, int status) {
    super(message);
    this.code = code;
    this.status = status;
  }

  String document(String requestId) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response><Errors><Error><Code>"
        + QueryCodec.escape(code)
        + "</Code><Message>"
        + QueryCodec.escape(getMessage())
        + "</Message></Error></Errors><RequestID>"
        + requestId
        + "</RequestID></Response>";
  }
}
