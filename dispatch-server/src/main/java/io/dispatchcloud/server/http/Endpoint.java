package io.dispatchcloud.server.http;

/** Answers requests of one kind. Thread-safe. */
@FunctionalInterface
interface Endpoint {
  Answer answer(Ask ask) throws ProblemException;
}
