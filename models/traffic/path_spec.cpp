#include "models/traffic/path_spec.hpp"

namespace paddock::models {

void describe(Visitor& v, DnsSpec& s) {
  v.field("ttl", s.ttl, "life of an answer at the clients", positive(), source("ELB alias records: 60 s"));
  v.field("clients_ignore_ttl", s.clients_ignore_ttl, "share of clients that keep their first answer for good",
          percent(), between(0, 1), assumed("a few clients cache addresses for ever; no public figure"));
}

void describe(Visitor& v, HealthCheckSpec& s) {
  v.field("every", s.every, "time between checks of one target", positive(),
          source("AWS Load Balancer Controller, NLB instance mode with policy Local: 10 s"));
  v.field("bad_after", s.bad_after, "failed checks in a row until a target gets no new connections", between(1, 10),
          source("AWS Load Balancer Controller: 2"));
  v.field("good_after", s.good_after, "passed checks in a row until it gets connections again", between(1, 10),
          source("AWS Load Balancer Controller: 2"));
}

void describe(Visitor& v, BalancerSpec& s) {
  v.field("kind", s.kind, "what stands in front", not_modelled("there is one kind"));
  v.field("targets", s.targets, "what the balancer sends connections to", not_modelled("there is one kind"));
  v.field("cross_zone", s.cross_zone, "whether an address of one zone may use targets of another", source("NLB: off"));
  v.field("health", s.health, "health checks of the targets");
  v.field("deregister", s.deregister, "how long a leaving target keeps its connections", source("ELB: 300 s"),
          not_modelled("connections are not followed one by one"));
}

void describe(Visitor& v, ProxySpec& s) {
  v.field("kind", s.kind, "the reverse proxy", not_modelled("there is one kind"));
  v.field("replicas", s.replicas, "proxies in the region", between(1, 1000),
          assumed("six: two in each of three zones"));
  v.field("spread", s.spread, "how they are spread: evenly over the zones", not_modelled("there is one way"));
  v.field("grace", s.grace, "how long a stopping proxy goes on accepting requests",
          not_modelled("proxies stop with their machine alone"));
}

void describe(Visitor& v, ServiceSpec& s) {
  v.field("kube_proxy", s.kube_proxy, "how nodes program the Service", not_modelled("there is one way"));
  v.field("external_traffic_policy", s.external_traffic_policy,
          "local: a node sends to its own zone's proxies; cluster: to any",
          assumed("Local is what the AWS Load Balancer Controller's instance mode is usually run with"));
  v.field("propagation", s.propagation, "from the change of an endpoint to every node acting on it",
          source("EndpointSlice batch period 0 and kube-proxy minSyncPeriod 1 s: about 1 to 2 s"));
}

void describe(Visitor& v, HopSpec& s) {
  v.field("dns", s.dns, "how clients find the balancer");
  v.field("balancer", s.balancer, "the load balancer");
  v.field("proxy", s.proxy, "the reverse proxies behind it");
  v.field("service", s.service, "the Kubernetes Service in front of the tenant's pods");
  const int given = int{s.dns.has_value()} + s.balancer.has_value() + s.proxy.has_value() + s.service.has_value();
  if (v.reading() && given != 1) v.problem("a hop of the path is exactly one of dns, balancer, proxy, service");
}

PathSpec path_of(const std::vector<HopSpec>& hops) {
  PathSpec path;
  for (const HopSpec& hop : hops) {
    if (hop.dns) path.dns = *hop.dns;
    if (hop.balancer) path.balancer = *hop.balancer;
    if (hop.proxy) path.proxy = *hop.proxy;
    if (hop.service) path.service = *hop.service;
  }
  return path;
}

}  // namespace paddock::models
