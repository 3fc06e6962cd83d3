package io.dispatchcloud.driver.gce;

import com.google.api.FieldBehavior;
import com.google.api.FieldBehaviorProto;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One method of the API: requests become Google's own message, to the letter; whatever that message
 * has no field for is refused.
 */
final class FakeRoute {
  private static final Pattern VARIABLE = Pattern.compile("\\{([a-z_]+)\\}");

  private final String verb;
  private final Pattern path;
  private final List<String> variables = new ArrayList<>();
  private final Message request;
  private final String body;
  private final Function<Message, Message> answer;

  private FakeRoute(
      String verb, String path, Message request, String body, Function<Message, Message> answer) {
    this.verb = verb;
    Matcher variable = VARIABLE.matcher(path);
    while (variable.find()) {
      variables.add(variable.group(1));
    }
    this.path = Pattern.compile("/compute/v1/" + VARIABLE.matcher(path).replaceAll("([^/]+)"));
    this.request = request;
    this.body = body;
    this.answer = answer;
  }

  /**
   * A method.
   *
   * @param body the request's field that is the body; empty for none
   */
  @SuppressWarnings("unchecked") // the request that is read is of the type that is given
  static <Q extends Message> FakeRoute of(
      String verb, String path, Q request, String body, Function<Q, ? extends Message> answer) {
    return new FakeRoute(verb, path, request, body, message -> answer.apply((Q) message));
  }

  boolean fits(String otherVerb, URI uri) {
    return verb.equals(otherVerb) && path.matcher(uri.getPath()).matches();
  }

  /** Answers; throws IllegalArgumentException if the request is not what Google defines. */
  String answer(URI uri, String json) throws InvalidProtocolBufferException {
    Message.Builder message = request.newBuilderForType();
    Matcher found = path.matcher(uri.getPath());
    if (!found.matches()) {
      throw new IllegalArgumentException("no such path: " + uri);
    }
    for (int i = 0; i < variables.size(); i++) {
      set(message, field(variables.get(i)), found.group(i + 1));
    }
    String query = uri.getRawQuery();
    if (query != null) {
      for (String each : query.split("&", -1)) {
        String[] sides = each.split("=", 2);
        FieldDescriptor field =
            request.getDescriptorForType().getFields().stream()
                .filter(one -> one.getJsonName().equals(sides[0]))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no query parameter " + each));
        set(message, field, URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
      }
    }
    if (!body.isEmpty()) {
      JsonFormat.parser().merge(json, message.getFieldBuilder(field(body)));
    } else if (!json.isEmpty()) {
      throw new IllegalArgumentException("a body that nobody asked for: " + json);
    }
    requireAll(message);
    Message answered = answer.apply(message.build());
    String text = JsonFormat.printer().print(answered);
    JsonFormat.parser().merge(text, answered.newBuilderForType());
    return text;
  }

  private FieldDescriptor field(String name) {
    return Optional.ofNullable(request.getDescriptorForType().findFieldByName(name)).orElseThrow();
  }

  private static void set(Message.Builder message, FieldDescriptor field, String text) {
    message.setField(
        field,
        switch (field.getJavaType()) {
          case STRING -> text;
          case BOOLEAN -> Boolean.valueOf(text);
          case INT -> Integer.parseInt(text);
          case LONG -> Long.parseLong(text);
          default -> throw new IllegalArgumentException("no text fits into " + field);
        });
  }

  private static void requireAll(Message.Builder message) {
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      boolean required =
          field.getOptions().getExtension(FieldBehaviorProto.fieldBehavior).stream()
              .anyMatch(each -> each == FieldBehavior.REQUIRED);
      boolean given =
          field.hasPresence() ? message.hasField(field) : !message.getField(field).equals("");
      if (required && !given) {
        throw new IllegalArgumentException("nothing given for " + field.getName());
      }
    }
  }

  @Override
  public String toString() {
    return verb + " " + path;
  }
}
