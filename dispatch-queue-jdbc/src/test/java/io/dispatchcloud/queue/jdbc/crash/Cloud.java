package io.dispatchcloud.queue.jdbc.crash;

import java.io.Serializable;
import java.rmi.Remote;
import java.rmi.RemoteException;
import java.util.List;
import java.util.Map;

/**
 * A provider whose instances go on when a dispatcher is stopped or dies, as a real one's do. Each
 * call says who makes it. All instances are of one type.
 */
interface Cloud extends Remote {
  /** An instance as it is listed. */
  record Listed(String id, Map<String, String> tags, String address, String user)
      implements Serializable {
    private static final long serialVersionUID = 1;
  }

  /** What an instance is made of. */
  record Order(Map<String, String> tags, String initCommand, String publicKey, String token)
      implements Serializable {
    private static final long serialVersionUID = 1;
  }

  Listed create(String caller, Order order) throws RemoteException;

  List<Listed> list(String caller) throws RemoteException;

  void setTags(String caller, String id, Map<String, String> tags) throws RemoteException;

  void destroy(String caller, String id) throws RemoteException;
}
