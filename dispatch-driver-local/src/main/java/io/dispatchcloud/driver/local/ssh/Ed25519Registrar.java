package io.dispatchcloud.driver.local.ssh;

import java.security.Provider;
import java.security.Security;
import java.util.Optional;
import org.apache.sshd.common.util.security.AbstractSecurityProviderRegistrar;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.common.util.security.eddsa.generic.EdDSASupport;

/** Tells sshd, once in a process, of {@link Ed25519Support}. */
final class Ed25519Registrar extends AbstractSecurityProviderRegistrar {
  private static final String PROVIDER = "SunEC";

  private Ed25519Registrar() {
    super("dispatch-ed25519");
  }

  /** Whoever brought BouncyCastle along keeps it: theirs is asked first. */
  static synchronized void registerUnlessSupported() {
    if (!SecurityUtils.isEDDSACurveSupported()) {
      SecurityUtils.registerSecurityProvider(new Ed25519Registrar());
    }
  }

  @Override
  public String getProviderName() {
    return PROVIDER;
  }

  @Override
  public boolean isNamedProviderUsed() {
    return false;
  }

  @Override
  public Provider getSecurityProvider() {
    return Security.getProvider(PROVIDER);
  }

  @Override
  public boolean isSupported() {
    return Security.getProvider(PROVIDER) != null;
  }

  @Override
  public Optional<EdDSASupport<?, ?>> getEdDSASupport() {
    return Optional.of(new Ed25519Support());
  }
}
