// What a fleet file says about the way a request takes: DNS, balancer, proxy, Service. Without it "available" has no
// meaning.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "models/describe.hpp"

namespace paddock::models {

struct DnsSpec {
  sim::Duration ttl = std::chrono::seconds{60};
  double clients_ignore_ttl = 0.01;  // share of clients that keep their first answer
};
void describe(Visitor& v, DnsSpec& s);

enum class BalancerKind : std::uint8_t { nlb };
constexpr std::array<std::string_view, 1> names(BalancerKind) { return {"nlb"}; }

enum class TargetKind : std::uint8_t { instance };
constexpr std::array<std::string_view, 1> names(TargetKind) { return {"instance"}; }

enum class CrossZone : std::uint8_t { off, on };
constexpr std::array<std::string_view, 2> names(CrossZone) { return {"off", "on"}; }

struct HealthCheckSpec {
  sim::Duration every = std::chrono::seconds{10};
  std::int64_t bad_after = 2;
  std::int64_t good_after = 2;
};
void describe(Visitor& v, HealthCheckSpec& s);

struct BalancerSpec {
  BalancerKind kind = BalancerKind::nlb;
  TargetKind targets = TargetKind::instance;
  CrossZone cross_zone = CrossZone::off;
  HealthCheckSpec health;
  sim::Duration deregister = std::chrono::seconds{300};
};
void describe(Visitor& v, BalancerSpec& s);

enum class ProxyKind : std::uint8_t { traefik };
constexpr std::array<std::string_view, 1> names(ProxyKind) { return {"traefik"}; }

enum class ProxySpread : std::uint8_t { zone };
constexpr std::array<std::string_view, 1> names(ProxySpread) { return {"zone"}; }

struct ProxySpec {
  ProxyKind kind = ProxyKind::traefik;
  std::int64_t replicas = 6;
  ProxySpread spread = ProxySpread::zone;
  sim::Duration grace = std::chrono::seconds{60};
};
void describe(Visitor& v, ProxySpec& s);

enum class KubeProxy : std::uint8_t { iptables };
constexpr std::array<std::string_view, 1> names(KubeProxy) { return {"iptables"}; }

/// Whether a node hands a connection to proxies of its own zone only (by way of its health check) or to any.
enum class TrafficPolicy : std::uint8_t { local, cluster };
constexpr std::array<std::string_view, 2> names(TrafficPolicy) { return {"local", "cluster"}; }

struct ServiceSpec {
  KubeProxy kube_proxy = KubeProxy::iptables;
  TrafficPolicy external_traffic_policy = TrafficPolicy::local;
  // From the change of an endpoint to every node acting on it.
  DurationDistribution propagation{sim::Distribution::uniform(1, 2)};
};
void describe(Visitor& v, ServiceSpec& s);

/// One hop of the list; exactly one of the members is written.
struct HopSpec {
  std::optional<DnsSpec> dns;
  std::optional<BalancerSpec> balancer;
  std::optional<ProxySpec> proxy;
  std::optional<ServiceSpec> service;
};
void describe(Visitor& v, HopSpec& s);

/// The hops, taken together. A hop that the file leaves out stands with its defaults.
struct PathSpec {
  DnsSpec dns;
  BalancerSpec balancer;
  ProxySpec proxy;
  ServiceSpec service;
};
PathSpec path_of(const std::vector<HopSpec>& hops);

}  // namespace paddock::models
