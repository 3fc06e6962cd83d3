package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.core.sizing.Resources;
import io.dispatchcloud.core.sizing.Sizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The shapes that were met so far, numbered: usually few, however long the queue is; at the worst
 * as many as containers.
 */
final class Shapes {
  private final Types types;
  private final List<Shape> all = new ArrayList<>();
  private @Nullable Shape[] table = new Shape[64];
  // What was asked for before, so that most questions make no object.
  private @Nullable Question[] questions = new Question[64];
  private int questionCount;

  private record Question(Needs needs, List<InstanceType> eligible, Shape shape) {}

  Shapes(Types types) {
    this.types = types;
  }

  /** The shape of what has such needs and may use these types, cheapest first. */
  Shape of(Needs needs, List<InstanceType> eligible, Sizer sizer) {
    int slot = slot(questions, needs, eligible);
    Question asked = questions[slot];
    if (asked == null) {
      asked = new Question(needs, eligible, of(sizer.resources(needs), eligible));
      questions[slot] = asked;
      if (++questionCount * 2 > questions.length) {
        growQuestions();
      }
    }
    return asked.shape;
  }

  private static int slot(
      @Nullable Question[] questions, Needs needs, List<InstanceType> eligible) {
    long mixed = needs.vcpus();
    mixed = mixed * 0x9E3779B97F4A7C15L + needs.ram();
    mixed = mixed * 0x9E3779B97F4A7C15L + needs.tmp();
    mixed = mixed * 0x9E3779B97F4A7C15L + needs.cacheRam();
    mixed = mixed * 0x9E3779B97F4A7C15L + needs.imageSize();
    mixed = mixed * 0x9E3779B97F4A7C15L + needs.cacheDisk();
    mixed = mixed * 0x9E3779B97F4A7C15L + needs.gpu().deviceCount();
    mixed *= 0x9E3779B97F4A7C15L;
    int slot = (int) (mixed >>> 32) & (questions.length - 1);
    while (true) {
      Question there = questions[slot];
      if (there == null || (there.needs.equals(needs) && same(there.eligible, eligible))) {
        return slot;
      }
      slot = (slot + 1) & (questions.length - 1);
    }
  }

  private void growQuestions() {
    @Nullable Question[] larger = new Question[questions.length * 4];
    for (Question question : questions) {
      if (question != null) {
        larger[slot(larger, question.needs, question.eligible)] = question;
      }
    }
    questions = larger;
  }

  /** The shape of what needs so much and may use these types, cheapest first. */
  Shape of(Resources needed, List<InstanceType> eligible) {
    int slot = slot(table, needed, eligible);
    Shape found = table[slot];
    if (found == null) {
      found = new Shape(all.size(), needed, eligible, known(eligible));
      all.add(found);
      table[slot] = found;
      if (all.size() * 2 > table.length) {
        grow();
      }
    }
    return found;
  }

  private static int slot(@Nullable Shape[] table, Resources needed, List<InstanceType> eligible) {
    int slot = spread(needed) & (table.length - 1);
    while (true) {
      Shape there = table[slot];
      if (there == null || (there.needed.equals(needed) && same(there.eligible, eligible))) {
        return slot;
      }
      slot = (slot + 1) & (table.length - 1);
    }
  }

  private static int spread(Resources needed) {
    long mixed = needed.milliCpus();
    mixed = mixed * 0x9E3779B97F4A7C15L + needed.ram();
    mixed = mixed * 0x9E3779B97F4A7C15L + needed.scratch();
    mixed = mixed * 0x9E3779B97F4A7C15L + needed.gpus();
    mixed = mixed * 0x9E3779B97F4A7C15L + needed.vram();
    mixed *= 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 32);
  }

  /** Whether two lists hold the same objects; usually they are one. */
  @SuppressWarnings("ReferenceEquality") // alike but not the same is another shape: no harm
  private static boolean same(List<InstanceType> one, List<InstanceType> other) {
    if (one == other) {
      return true;
    }
    if (one.size() != other.size()) {
      return false;
    }
    for (int i = 0; i < one.size(); i++) {
      if (one.get(i) != other.get(i)) {
        return false;
      }
    }
    return true;
  }

  private void grow() {
    @Nullable Shape[] larger = new Shape[table.length * 4];
    for (Shape shape : all) {
      larger[slot(larger, shape.needed, shape.eligible)] = shape;
    }
    table = larger;
  }

  private Types.Known[] known(List<InstanceType> eligible) {
    Types.Known[] known = new Types.Known[eligible.size()];
    Arrays.setAll(known, i -> types.of(eligible.get(i)));
    return known;
  }

  Shape get(int number) {
    return all.get(number);
  }

  /** All by number, for one who outlives the pass: what is met later is not in it. */
  Shape[] all() {
    return all.toArray(Shape[]::new);
  }

  int size() {
    return all.size();
  }

  /** How many different questions were asked; what was asked is kept. */
  int questions() {
    return questionCount;
  }
}
