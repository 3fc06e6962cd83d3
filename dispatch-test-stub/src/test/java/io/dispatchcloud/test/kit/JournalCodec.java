package io.dispatchcloud.test.kit;

import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.GpuNeeds;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.OutputTail;
import io.dispatchcloud.api.container.RetryRule;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.api.container.RunSpec;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How the larger values stand in a journal. */
final class JournalCodec {
  private JournalCodec() {}

  static void write(DataOutputStream out, ContainerSpec spec) throws IOException {
    out.writeUTF(spec.id().value());
    writeList(out, spec.run().command());
    writeMap(out, spec.run().environment());
    out.writeUTF(spec.run().image());
    out.writeUTF(spec.run().workingDirectory());
    Needs needs = spec.needs();
    out.writeInt(needs.vcpus());
    for (long size :
        new long[] {
          needs.ram(), needs.cacheRam(), needs.tmp(), needs.imageSize(), needs.cacheDisk()
        }) {
      out.writeLong(size);
    }
    GpuNeeds gpu = needs.gpu();
    out.writeUTF(gpu.stack());
    out.writeInt(gpu.deviceCount());
    out.writeUTF(gpu.driverVersion());
    writeList(out, gpu.hardwareTargets());
    out.writeLong(gpu.vram());
    out.writeLong(spec.priority());
    out.writeBoolean(spec.supervisor());
    out.writeBoolean(spec.preemptible());
    writeMap(out, spec.labels());
    writeList(out, spec.retry().exitStatus().stream().map(String::valueOf).toList());
    out.writeInt(spec.retry().attempts());
    out.writeInt(spec.retry().onDemandAfter());
  }

  static ContainerSpec readSpec(DataInputStream in) throws IOException {
    ContainerId id = new ContainerId(in.readUTF());
    RunSpec run = new RunSpec(readList(in), readMap(in), in.readUTF(), in.readUTF());
    Needs needs =
        new Needs(
            in.readInt(),
            in.readLong(),
            in.readLong(),
            in.readLong(),
            in.readLong(),
            in.readLong(),
            new GpuNeeds(in.readUTF(), in.readInt(), in.readUTF(), readList(in), in.readLong()));
    return new ContainerSpec(
        id,
        run,
        needs,
        in.readLong(),
        in.readBoolean(),
        in.readBoolean(),
        readMap(in),
        new RetryRule(
            readList(in).stream().map(Integer::valueOf).collect(Collectors.toSet()),
            in.readInt(),
            in.readInt()));
  }

  static void write(DataOutputStream out, RunResult result) throws IOException {
    out.writeInt(result.exitStatus());
    out.writeUTF(result.startedAt().toString());
    out.writeUTF(result.finishedAt().toString());
    write(out, result.stdout());
    write(out, result.stderr());
  }

  static RunResult readResult(DataInputStream in) throws IOException {
    return new RunResult(
        in.readInt(),
        Instant.parse(in.readUTF()),
        Instant.parse(in.readUTF()),
        readTail(in),
        readTail(in));
  }

  private static void write(DataOutputStream out, OutputTail tail) throws IOException {
    out.writeInt(tail.bytes().length);
    out.write(tail.bytes());
    out.writeLong(tail.length());
  }

  private static OutputTail readTail(DataInputStream in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return new OutputTail(bytes, in.readLong());
  }

  private static void writeList(DataOutputStream out, List<String> list) throws IOException {
    out.writeInt(list.size());
    for (String each : list) {
      out.writeUTF(each);
    }
  }

  private static List<String> readList(DataInputStream in) throws IOException {
    List<String> list = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      list.add(in.readUTF());
    }
    return list;
  }

  private static void writeMap(DataOutputStream out, Map<String, String> map) throws IOException {
    out.writeInt(map.size());
    for (Map.Entry<String, String> each : new TreeMap<>(map).entrySet()) {
      out.writeUTF(each.getKey());
      out.writeUTF(each.getValue());
    }
  }

  private static Map<String, String> readMap(DataInputStream in) throws IOException {
    Map<String, String> map = new TreeMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      map.put(in.readUTF(), in.readUTF());
    }
    return map;
  }
}
