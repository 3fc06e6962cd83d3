/** Instances at Amazon EC2, or at what speaks its protocol. */
@SuppressWarnings({
  "module", // the provider's name ends in a digit
  "requires-automatic" // neither the SDK's jars nor auto-service's are modules
})
module io.dispatchcloud.driver.ec2 {
  requires static com.google.auto.service;
  requires transitive io.dispatchcloud.api;
  requires static transitive org.jspecify;
  requires java.xml;
  requires software.amazon.awssdk.auth;
  requires software.amazon.awssdk.awscore;
  requires software.amazon.awssdk.core;
  requires software.amazon.awssdk.http;
  requires software.amazon.awssdk.http.apache5;
  requires software.amazon.awssdk.regions;
  requires software.amazon.awssdk.services.ec2;
  requires software.amazon.awssdk.utils;

  provides io.dispatchcloud.api.cloud.Driver with
      io.dispatchcloud.driver.ec2.Ec2Driver;
}
