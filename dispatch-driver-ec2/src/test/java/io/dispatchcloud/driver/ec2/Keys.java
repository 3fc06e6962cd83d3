package io.dispatchcloud.driver.ec2;

/** Public keys that ssh-keygen made, with the fingerprints that openssl and ssh-keygen tell. */
final class Keys {
  static final String RSA =
      "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDTrh/T8KBR12hIXKyQJFc8Eszs87PRt/"
          + "cELCVig5dmHTR7gvRfRCvndPxxyip44EPVxZ+gFn7Mene6M5g6gkyrXsZoP9HOqRCtG08q"
          + "yPjHjN0VCrRbi3AUJ8bBXcialCk3xlq0CWoelPQvMyVkeSiMqqF8Aef+tE3xUksbVRYr+v"
          + "3tuTUQObPl3sfngUBtf0Dv12tug7irPtWwcLMYi4v12D6q+MsMJqW2z2TRVABDR8SGFuRr"
          + "yP4MifBH0Xyam3dKO3o7GDoDG36s7+s6zwHZnduEVv/oCDhZC+BH0BBG+fP6J/kBAarTQI"
          + "Wl2IqUMFupsDEVV72YQJwp8yGphTib rsa@bench";
  static final String RSA_MD5 = "b8:c6:f9:1e:ee:d2:69:0b:ad:04:eb:7b:10:92:71:53";
  static final String RSA_SHA1 = "97:2f:c0:70:a3:c1:7c:12:47:3b:f3:4a:b5:e2:65:72:19:3e:c9:b3";

  static final String ED25519 =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIvaz6Uj3ix+8yQBGr/R5P80nwrd20fBIK"
          + "HxXIZ7+LF/ ed@bench";
  static final String ED25519_SHA256 = "lmXRlgRFd79sQMR88sLzzeaREr13F1AAZun5tq0lRDs";
  static final String ED25519_DER_MD5 = "37:81:0c:16:27:a1:e8:b0:fc:12:9d:b0:e3:e2:75:15";
  static final String ED25519_DER_SHA1 =
      "35:a8:fb:7a:02:95:1b:ac:fe:ef:5f:04:d7:c5:41:e7:ef:32:79:5e";
  static final String ED25519_DER_SHA256 =
      "03:f9:cb:09:80:9b:90:35:88:df:76:a6:2f:29:b2:c5:"
          + "7c:7c:5a:5b:8b:2f:40:a7:e6:23:05:7b:de:e5:d8:5e";

  private Keys() {}
}
