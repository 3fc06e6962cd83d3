package io.dispatchcloud.core.ssh;

import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.UserInfo;
import io.dispatchcloud.api.executor.HostKey;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Stands where a list of known hosts would be, for one connection: it takes any key and records it,
 * so that the instance can be asked about it before a command is sent.
 */
final class RecordedHostKey implements HostKeyRepository {
  private static final com.jcraft.jsch.HostKey[] NONE = {};

  private volatile @Nullable HostKey key;

  /** The key that the server showed, and proved to own; null before that. */
  @Nullable HostKey key() {
    return key;
  }

  @Override
  public int check(String host, byte[] bytes) {
    try {
      ByteBuffer wire = ByteBuffer.wrap(bytes);
      byte[] algorithm = new byte[Math.min(wire.getInt() & Integer.MAX_VALUE, bytes.length)];
      wire.get(algorithm);
      key = new HostKey(new String(algorithm, StandardCharsets.US_ASCII), bytes);
      return OK;
    } catch (BufferUnderflowException e) {
      return NOT_INCLUDED;
    }
  }

  @Override
  public void add(com.jcraft.jsch.HostKey hostKey, UserInfo userInfo) {}

  @Override
  public void remove(String host, String type) {}

  @Override
  public void remove(String host, String type, byte[] bytes) {}

  @Override
  public String getKnownHostsRepositoryID() {
    return "the instance";
  }

  @Override
  public com.jcraft.jsch.HostKey[] getHostKey() {
    return NONE; // null would break the caller
  }

  @Override
  public com.jcraft.jsch.HostKey[] getHostKey(String host, String type) {
    return NONE;
  }
}
