package io.dispatchcloud.queue.arvados;

import io.dispatchcloud.api.queue.ControllerException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Our token, as the server knows it.
 *
 * @param uuid its name, which is no secret
 * @param date the server's clock, to the second; null if it did not say
 */
record CurrentToken(String uuid, @Nullable Instant date) {
  static CurrentToken ask(Requests requests) throws ControllerException {
    Answer answer = requests.send(Call.currentToken());
    // The answer has the token itself, too: nothing but its uuid may be looked at.
    Fields fields = Fields.of("token", answer.body());
    String uuid = fields.text("uuid");
    if (!Uuids.isToken(uuid)) {
      throw fields.bad("uuid", "not a token's", "one such as zzzzz-gj3su-0123456789abcde");
    }
    return new CurrentToken(uuid, answer.date());
  }

  /**
   * A fence that is higher in each later second of the server.
   *
   * @param ourMillis our own clock, whose part of a second makes a difference between two that ask
   *     in the same second
   */
  long fence(long ourMillis) throws BadAnswerException {
    if (date == null || date.getEpochSecond() < 1) {
      throw new BadAnswerException(
          "no Date header that can be read; expected the server's time, which fences are made of");
    }
    return date.getEpochSecond() * 1000 + Math.floorMod(ourMillis, 1000L);
  }
}
