package io.dispatchcloud.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.Map;
import picocli.CommandLine;

/** The program, run in this process, and what came of it. Public for the tests of the example. */
public final class Program {
  private final int status;
  private final String out;
  private final String err;

  private Program(int status, String out, String err) {
    this.status = status;
    this.out = out;
    this.err = err;
  }

  public static Program run(String... arguments) {
    return run(Map.of(), arguments);
  }

  /** Runs it as if these were all environment variables. */
  static Program run(Map<String, String> environment, String... arguments) {
    return run(environment, FakeOperator.nobody(), arguments);
  }

  /** Runs it for somebody at a terminal. */
  static Program run(Map<String, String> environment, FakeOperator operator, String... arguments) {
    StringWriter out = new StringWriter();
    return runInto(out, environment, operator, arguments);
  }

  /** Runs it with what it says going there. */
  static Program runInto(
      Writer out, Map<String, String> environment, FakeOperator operator, String... arguments) {
    StringWriter err = new StringWriter();
    CommandLine commandLine = Main.commandLine(environment, operator);
    commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int status = Main.run(commandLine, arguments);
    return new Program(status, out.toString(), err.toString());
  }

  public String out() {
    return out;
  }

  public String err() {
    return err;
  }

  Program isRefused() {
    assertThat(out).isEmpty();
    assertThat(err).doesNotContain("Exception");
    return endsWith(2);
  }

  public Program endsWith(int expected) {
    assertThat(status).as("status of a program that said %s%s", err, out).isEqualTo(expected);
    assertThat(err).doesNotContain("\tat ");
    return this;
  }

  public Program complains(String... parts) {
    assertThat(err).contains(parts);
    return this;
  }

  public Program conceals(String part) {
    assertThat(out + err).doesNotContain(part);
    return this;
  }

  public Program says(String... parts) {
    assertThat(out).contains(parts);
    return this;
  }
}
