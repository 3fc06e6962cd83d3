package io.dispatchcloud.driver.ec2;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * EC2's query protocol, from the server's side, by the SDK's own model of EC2: each parameter of a
 * request must be one that its class knows, of the right type; answers are XML by the names of the
 * answer's class.
 */
final class QueryCodec {
  private static final String NAMESPACE = "http://ec2.amazonaws.com/doc/2016-11-15/";

  private final Map<String, String> parameters;
  private final Set<String> used = new HashSet<>(Set.of("Action", "Version"));

  private QueryCodec(Map<String, String> parameters) {
    this.parameters = parameters;
  }

  /** Fills a request's builder; what is left over is an error, as at EC2. */
  static void decode(Map<String, String> parameters, SdkPojo builder) {
    QueryCodec codec = new QueryCodec(parameters);
    codec.fill("", builder);
    Set<String> unknown = new TreeSet<>(parameters.keySet());
    unknown.removeAll(codec.used);
    if (!unknown.isEmpty()) {
      throw new ApiError(
          "UnknownParameter", "The parameter " + unknown.iterator().next() + " is not recognized");
    }
  }

  private void fill(String prefix, SdkPojo builder) {
    for (SdkField<?> field : builder.sdkFields()) {
      Object value = value(prefix + field.locationName(), field);
      if (value != null) {
        field.set(builder, value);
      }
    }
  }

  private boolean any(String path) {
    return parameters.keySet().stream()
        .anyMatch(key -> key.equals(path) || key.startsWith(path + "."));
  }

  private Object value(String path, SdkField<?> field) {
    if (!any(path)) {
      return null;
    }
    MarshallingType<?> type = field.marshallingType();
    if (type == MarshallingType.LIST) {
      return list(path, field.getTrait(ListTrait.class).memberFieldInfo());
    }
    if (type == MarshallingType.SDK_POJO) {
      SdkPojo inner = field.constructor().get();
      fill(path + ".", inner);
      return ((Buildable) inner).build();
    }
    String text = parameters.get(path);
    if (text == null) {
      return null;
    }
    used.add(path);
    return scalar(path, text, type);
  }

  private List<Object> list(String path, SdkField<?> member) {
    List<Object> list = new ArrayList<>();
    for (int i = 1; any(path + "." + i); i++) {
      list.add(value(path + "." + i, member));
    }
    return list;
  }

  private static Object scalar(String path, String text, MarshallingType<?> type) {
    try {
      if (type == MarshallingType.STRING) {
        return text;
      } else if (type == MarshallingType.INTEGER) {
        return Integer.valueOf(text);
      } else if (type == MarshallingType.LONG) {
        return Long.valueOf(text);
      } else if (type == MarshallingType.BOOLEAN && text.matches("true|false")) {
        return Boolean.valueOf(text);
      } else if (type == MarshallingType.INSTANT) {
        return Instant.parse(text);
      } else if (type == MarshallingType.SDK_BYTES) {
        return SdkBytes.fromByteArray(Base64.getDecoder().decode(text));
      }
    } catch (RuntimeException e) {
      throw new ApiError("InvalidParameterValue", path + ": " + e.getMessage());
    }
    throw new ApiError("InvalidParameterValue", "Value (" + text + ") for " + path + " is invalid");
  }

  /** An answer as XML. */
  static String encode(String action, String requestId, SdkPojo answer) {
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.append('<').append(action).append("Response xmlns=\"").append(NAMESPACE).append("\">");
    xml.append("<requestId>").append(requestId).append("</requestId>");
    append(xml, answer);
    return xml.append("</").append(action).append("Response>").toString();
  }

  private static void append(StringBuilder xml, SdkPojo pojo) {
    for (SdkField<?> field : pojo.sdkFields()) {
      append(xml, field.unmarshallLocationName(), field, field.getValueOrDefault(pojo));
    }
  }

  private static void append(StringBuilder xml, String name, SdkField<?> field, Object value) {
    if (value == null || (value instanceof List<?> list && list.isEmpty())) {
      return;
    }
    xml.append('<').append(name).append('>');
    if (value instanceof List<?> list) {
      ListTrait trait = field.getTrait(ListTrait.class);
      for (Object each : list) {
        append(xml, trait.memberLocationName(), trait.memberFieldInfo(), each);
      }
    } else if (value instanceof SdkPojo inner) {
      append(xml, inner);
    } else if (value instanceof SdkBytes bytes) {
      xml.append(Base64.getEncoder().encodeToString(bytes.asByteArray()));
    } else {
      xml.append(escape(String.valueOf(value)));
    }
    xml.append("</").append(name).append('>');
  }

  static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
