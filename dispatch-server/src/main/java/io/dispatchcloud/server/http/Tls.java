package io.dispatchcloud.server.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Makes TLS out of PEM files. */
final class Tls {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final Map<String, String> SIGNATURES =
      Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");
  private static final String NO_PAIR =
      "http.tls: the key is not the one of the first certificate; expected a pair";

  private Tls() {}

  /** Reads the files. What is wrong is told with the file's name, never with what is in it. */
  static SslContextFactory.Server of(HttpSettings.TlsFiles files) throws IOException {
    Certificate[] chain = chain(files.certificate());
    PrivateKey key = key(files.key());
    requirePair(chain[0], key);
    // In memory alone; it must have some password.
    String password = UUID.randomUUID().toString();
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("dispatch", key, password.toCharArray(), chain);
      SslContextFactory.Server factory = new SslContextFactory.Server();
      factory.setKeyStore(store);
      factory.setKeyStorePassword(password);
      factory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
      factory.setSniRequired(false);
      return factory;
    } catch (GeneralSecurityException e) {
      throw new IOException(NO_PAIR, e);
    }
  }

  /** Else every client would be told of it, and nobody here. */
  private static void requirePair(Certificate certificate, PrivateKey key) throws IOException {
    byte[] text = {1, 2, 3};
    try {
      Signature signature =
          Signature.getInstance(SIGNATURES.getOrDefault(key.getAlgorithm(), key.getAlgorithm()));
      signature.initSign(key);
      signature.update(text);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(text);
      if (signature.verify(signed)) {
        return;
      }
    } catch (GeneralSecurityException e) {
      throw new IOException(NO_PAIR, e);
    }
    throw new IOException(NO_PAIR);
  }

  private static Certificate[] chain(Path file) throws IOException {
    try {
      byte[] text = read("http.tls.certificate", file).getBytes(StandardCharsets.UTF_8);
      Certificate[] chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(text))
              .toArray(new Certificate[0]);
      if (chain.length > 0) {
        return chain;
      }
    } catch (GeneralSecurityException e) {
      throw new IOException(certificateExpected(file), e);
    }
    throw new IOException(certificateExpected(file));
  }

  private static String certificateExpected(Path file) {
    return "http.tls.certificate: '" + file + "'; expected a file with certificates in PEM form";
  }

  private static PrivateKey key(Path file) throws IOException {
    Matcher pem = KEY.matcher(read("http.tls.key", file));
    if (pem.find()) {
      byte[] bytes = Base64.getMimeDecoder().decode(pem.group(1));
      for (String algorithm : ALGORITHMS) {
        try {
          return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
        } catch (InvalidKeySpecException e) {
          // A key of another algorithm: the next one is tried.
        } catch (GeneralSecurityException e) {
          throw new IOException("this JVM knows no keys of " + algorithm, e);
        }
      }
    }
    throw new IOException(
        "http.tls.key: '"
            + file
            + "'; expected a file with an unencrypted private key in PEM form (BEGIN PRIVATE KEY)."
            + " Another form is changed by: openssl pkcs8 -topk8 -nodes -in OLD -out NEW");
  }

  private static String read(String name, Path file) throws IOException {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new IOException(name + ": '" + file + "'; expected a file that can be read", e);
    }
  }
}
