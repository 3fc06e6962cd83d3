package io.dispatchcloud.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dispatchcloud.core.Explanation.PlaceVerdict;
import io.dispatchcloud.core.Explanation.TypeVerdict;
import io.dispatchcloud.core.Hindrance;
import io.dispatchcloud.core.Misfit;
import io.dispatchcloud.core.PlaceReason;
import io.dispatchcloud.core.PlaceTally;
import io.dispatchcloud.core.Shortage;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;

/** Why not: of types, creates and instances, in words and figures for programs. */
final class ReasonFields {
  private static final int THOUSANDTHS = 3;

  private ReasonFields() {}

  private static String kind(Object reason) {
    String name = reason.getClass().getSimpleName();
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  static void types(JsonGenerator json, List<TypeVerdict> types) throws IOException {
    json.writeArrayFieldStart("types");
    for (TypeVerdict each : types) {
      Hindrance hindrance = each.hindrance();
      json.writeStartObject();
      json.writeStringField("type", each.type());
      json.writeBooleanField("eligible", each.eligible());
      Json.money(json, "price", each.price());
      json.writeArrayFieldStart("misfits");
      for (Misfit misfit : each.misfits()) {
        misfit(json, misfit);
      }
      json.writeEndArray();
      if (hindrance != null) {
        json.writeFieldName("hindrance");
        hindrance(json, hindrance);
      }
      Json.text(json, "detail", each.detail());
      if (each.eligible() && hindrance != null) {
        Json.text(json, "until", hindrance.until());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void misfit(JsonGenerator json, Misfit misfit) throws IOException {
    json.writeStartObject();
    json.writeStringField("kind", kind(misfit));
    json.writeStringField("sentence", misfit.sentence());
    if (misfit instanceof Misfit.TooSmall small) {
      json.writeFieldName("shortage");
      shortage(json, small.shortage());
    } else if (misfit instanceof Misfit.Preemptibility preemptibility) {
      json.writeBooleanField("asked", preemptibility.asked());
    } else if (misfit instanceof Misfit.UnknownGpuStack unknown) {
      Json.texts(json, "needed", List.of(unknown.stack()));
    } else if (misfit instanceof Misfit.OtherGpuStack other) {
      needed(json, List.of(other.needed()), other.there());
    } else if (misfit instanceof Misfit.OldGpuDriver old) {
      needed(json, List.of(old.needed()), old.there());
    } else if (misfit instanceof Misfit.OtherGpuTarget other) {
      needed(json, other.needed(), other.there());
    } else if (misfit instanceof Misfit.TooDear dear) {
      Json.money(json, "price", dear.price());
      Json.money(json, "mostAllowed", dear.mostAllowed());
    }
    json.writeEndObject();
  }

  private static void needed(JsonGenerator json, List<String> needed, String there)
      throws IOException {
    Json.texts(json, "needed", needed.stream().filter(each -> !each.isEmpty()).toList());
    Json.text(json, "there", there);
  }

  private static void shortage(JsonGenerator json, Shortage shortage) throws IOException {
    json.writeStartObject();
    json.writeStringField("resource", Json.word(shortage.resource()));
    amount(json, "needed", shortage, shortage.needed());
    amount(json, "there", shortage, shortage.there());
    amount(json, "lacking", shortage, shortage.lacking());
    json.writeEndObject();
  }

  /** CPU as people count it: with a fraction. */
  private static void amount(JsonGenerator json, String name, Shortage of, long amount)
      throws IOException {
    boolean fraction = of.resource() == Shortage.Resource.VCPUS && amount % 1_000 != 0;
    if (fraction) {
      json.writeNumberField(name, BigDecimal.valueOf(amount, THOUSANDTHS));
    } else {
      json.writeNumberField(
          name, of.resource() == Shortage.Resource.VCPUS ? amount / 1_000 : amount);
    }
  }

  static void hindrances(JsonGenerator json, List<Hindrance> hindrances) throws IOException {
    json.writeArrayFieldStart("hindrances");
    for (Hindrance each : hindrances) {
      hindrance(json, each);
    }
    json.writeEndArray();
  }

  private static void hindrance(JsonGenerator json, Hindrance hindrance) throws IOException {
    json.writeStartObject();
    json.writeStringField("kind", kind(hindrance));
    json.writeStringField("sentence", hindrance.sentence());
    Json.text(json, "until", hindrance.until());
    if (hindrance instanceof Hindrance.OverBudget over) {
      Json.money(json, "price", over.price());
      Json.money(json, "left", over.left());
      Json.money(json, "budgetPerHour", over.budgetPerHour());
    } else if (hindrance instanceof Hindrance.MaxInstances max) {
      json.writeNumberField("most", max.most());
    } else if (hindrance instanceof Hindrance.CreateSlots slots) {
      json.writeNumberField("most", slots.most());
    } else if (hindrance instanceof Hindrance.InstanceLimit limit) {
      json.writeNumberField("most", limit.most());
      json.writeBooleanField("guessed", limit.guessed());
    } else if (hindrance instanceof Hindrance.ContainerLimit limit) {
      json.writeNumberField("most", limit.most());
    } else if (hindrance instanceof Hindrance.BootFailuresCost boots) {
      Json.money(json, "cost", boots.cost());
      Json.money(json, "mostCost", boots.most());
    }
    json.writeEndObject();
  }

  static void places(JsonGenerator json, String name, List<PlaceVerdict> places)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (PlaceVerdict each : places) {
      json.writeStartObject();
      Json.text(json, "instance", each.instance());
      Json.text(json, "type", each.type());
      json.writeStringField("verdict", kind(each.reason()));
      Json.text(json, "detail", each.reason().sentence());
      place(json, each.reason());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void place(JsonGenerator json, PlaceReason reason) throws IOException {
    if (reason instanceof PlaceReason.Chosen chosen) {
      json.writeNumberField("containers", chosen.containers());
      json.writeBooleanField("ready", chosen.ready());
    } else if (reason instanceof PlaceReason.WouldDo would) {
      json.writeNumberField("containers", would.containers());
      json.writeBooleanField("ready", would.ready());
    } else if (reason instanceof PlaceReason.Full full) {
      json.writeNumberField("containers", full.containers());
      json.writeNumberField("most", full.most());
    } else if (reason instanceof PlaceReason.NoRoom none) {
      json.writeArrayFieldStart("shortages");
      for (Shortage each : none.shortages()) {
        shortage(json, each);
      }
      json.writeEndArray();
    } else if (reason instanceof PlaceReason.NoWork none) {
      json.writeStringField("why", Json.word(none.why()));
    }
  }

  static void tally(JsonGenerator json, PlaceTally tally) throws IOException {
    json.writeObjectFieldStart("places");
    json.writeNumberField("wouldDo", tally.wouldDo());
    json.writeNumberField("noRoom", tally.noRoom());
    json.writeNumberField("full", tally.full());
    json.writeNumberField("otherType", tally.otherType());
    json.writeNumberField("noWork", tally.noWork());
    places(json, "nearest", tally.nearest());
    json.writeEndObject();
  }
}
