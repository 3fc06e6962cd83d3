package io.dispatchcloud.core.restart;

import io.dispatchcloud.api.container.OutputTail;
import io.dispatchcloud.api.queue.Page;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a store is asked and answers, as bytes: the API's records and what they are made of. Both
 * sides know the types from the methods of the store, so the bytes name none.
 */
final class Wire {
  private Wire() {}

  static void write(DataOutput out, Type type, Object value) throws IOException {
    out.writeBoolean(value != null);
    if (value == null) {
      return;
    }
    if (value instanceof Boolean flag) {
      out.writeBoolean(flag);
    } else if (value instanceof Number number && !(value instanceof BigDecimal)) {
      out.writeLong(number.longValue());
    } else if (value instanceof OutputTail tail) {
      out.writeInt(tail.bytes().length);
      out.write(tail.bytes());
      out.writeLong(tail.length());
    } else if (value instanceof Optional<?> optional) {
      write(out, argument(type), optional.orElse(null));
    } else if (value instanceof Page<?> page) {
      writeAll(out, argument(type), page.items());
      out.writeUTF(page.next());
    } else if (value instanceof Collection<?> items) {
      writeAll(out, argument(type), items);
    } else if (value instanceof Map<?, ?> map) {
      writeAll(out, String.class, map.keySet());
      writeAll(out, String.class, map.values());
    } else if (value instanceof Record parts) {
      for (RecordComponent part : parts.getClass().getRecordComponents()) {
        write(out, part.getGenericType(), part(parts, part));
      }
    } else {
      // Texts, prices, times, durations and constants are read back from how they show themselves.
      out.writeUTF(value.toString());
    }
  }

  private static void writeAll(DataOutput out, Type type, Collection<?> items) throws IOException {
    out.writeInt(items.size());
    for (Object item : items) {
      write(out, type, item);
    }
  }

  private static Object part(Record parts, RecordComponent part) {
    try {
      return part.getAccessor().invoke(parts);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the API's records are public", e);
    }
  }

  static Object read(DataInput in, Type type) throws IOException {
    if (!in.readBoolean()) {
      return null;
    }
    Class<?> raw =
        (Class<?>) (type instanceof ParameterizedType generic ? generic.getRawType() : type);
    if (raw == boolean.class) {
      return in.readBoolean();
    } else if (raw == int.class) {
      return Math.toIntExact(in.readLong());
    } else if (raw == long.class) {
      return in.readLong();
    } else if (raw == OutputTail.class) {
      byte[] bytes = new byte[in.readInt()];
      in.readFully(bytes);
      return new OutputTail(bytes, in.readLong());
    } else if (raw == Optional.class) {
      return Optional.ofNullable(read(in, argument(type)));
    } else if (raw == Page.class) {
      return new Page<>(readAll(in, argument(type)), in.readUTF());
    } else if (raw == Set.class) {
      return new LinkedHashSet<>(readAll(in, argument(type)));
    } else if (Collection.class.isAssignableFrom(raw)) {
      return readAll(in, argument(type));
    } else if (raw == Map.class) {
      List<Object> keys = readAll(in, String.class);
      List<Object> values = readAll(in, String.class);
      Map<Object, Object> map = new LinkedHashMap<>();
      keys.forEach(key -> map.put(key, values.get(map.size())));
      return map;
    } else if (raw.isRecord()) {
      return readRecord(in, raw);
    }
    return fromText(raw, in.readUTF());
  }

  private static List<Object> readAll(DataInput in, Type type) throws IOException {
    List<Object> items = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      items.add(read(in, type));
    }
    return items;
  }

  private static Object readRecord(DataInput in, Class<?> type) throws IOException {
    RecordComponent[] parts = type.getRecordComponents();
    Object[] values = new Object[parts.length];
    for (int i = 0; i < parts.length; i++) {
      values[i] = read(in, parts[i].getGenericType());
    }
    Class<?>[] types = Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("what was a good " + type + " there is none here", e);
    }
  }

  private static Object fromText(Class<?> type, String text) {
    if (type == String.class) {
      return text;
    } else if (type == BigDecimal.class) {
      return new BigDecimal(text);
    } else if (type == Instant.class) {
      return Instant.parse(text);
    } else if (type == Duration.class) {
      return Duration.parse(text);
    }
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> ((Enum<?>) constant).name().equals(text))
        .findFirst()
        .orElseThrow();
  }

  private static Type argument(Type type) {
    return ((ParameterizedType) type).getActualTypeArguments()[0];
  }
}
