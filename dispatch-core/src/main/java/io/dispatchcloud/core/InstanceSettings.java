package io.dispatchcloud.core;

import io.dispatchcloud.api.config.Parameter;
import io.dispatchcloud.api.config.Secret;
import java.util.List;

/** What instances are made of, and what runs on them. Read as fields of {@link Settings}. */
interface InstanceSettings {
  /** The disk image of instances. */
  Parameter<String> IMAGE_ID =
      Parameter.text("imageId", "the disk image of instances; the driver's own unless given");

  /** What an instance runs at its first boot. */
  Parameter<String> INSTANCE_INIT_COMMAND =
      Parameter.text("instanceInitCommand", "shell commands that an instance runs at first boot");

  /** Whether the runner is copied to instances. */
  Parameter<Boolean> DEPLOY_RUNNER =
      Parameter.flag("deployRunner", "whether the runner is copied to instances").defaultsTo(true);

  /** Where the runner is copied to; the driver's own place unless given. */
  Parameter<String> DEPLOY_RUNNER_DIRECTORY =
      Parameter.text("deployRunnerDirectory", "where on an instance the runner is copied to");

  /** The runner's command where it is not copied. */
  Parameter<String> RUNNER_COMMAND =
      Parameter.text("runnerCommand", "the runner's command where deployRunner is false")
          .defaultsTo("dispatch-run");

  /** Arguments that every runner command is given first. */
  Parameter<List<String>> RUNNER_ARGUMENTS =
      Parameter.textList("runnerArguments", "arguments that every runner command is given first")
          .defaultsTo(List.of());

  /** What runs containers on an instance. */
  Parameter<String> RUNTIME_ENGINE =
      Parameter.text(
              "runtimeEngine", "what runs containers on an instance: process, podman or docker")
          .defaultsTo("process");

  /** Arguments for the engine. */
  Parameter<List<String>> RUNTIME_ENGINE_ARGUMENTS =
      Parameter.textList("runtimeEngineArguments", "arguments for the engine")
          .defaultsTo(List.of());

  /** The unprivileged user that payloads of the engine process run as. */
  Parameter<String> RUN_AS =
      Parameter.text("runAs", "the user that payloads of the engine process run as");

  /** Whether instances are given our public key. */
  Parameter<Boolean> DEPLOY_PUBLIC_KEY =
      Parameter.flag("deployPublicKey", "whether instances are created with our public key")
          .defaultsTo(true);

  /** The private key to log in with. */
  Parameter<Secret> DISPATCH_PRIVATE_KEY =
      Parameter.secret(
          "dispatchPrivateKey", "the private key to log in with, in OpenSSH or PEM form");

  /** The prefix of the keys of the dispatcher's own tags. */
  Parameter<String> TAG_KEY_PREFIX =
      Parameter.text("tagKeyPrefix", "prefix of the keys of the dispatcher's own tags")
          .defaultsTo("Dispatch");

  /** All of these, in the order in which to explain them. */
  static List<Parameter<?>> all() {
    return List.of(
        IMAGE_ID,
        INSTANCE_INIT_COMMAND,
        DEPLOY_RUNNER,
        DEPLOY_RUNNER_DIRECTORY,
        RUNNER_COMMAND,
        RUNNER_ARGUMENTS,
        RUNTIME_ENGINE,
        RUNTIME_ENGINE_ARGUMENTS,
        RUN_AS,
        DEPLOY_PUBLIC_KEY,
        DISPATCH_PRIVATE_KEY,
        TAG_KEY_PREFIX);
  }
}
