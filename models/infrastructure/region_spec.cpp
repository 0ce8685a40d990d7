#include "models/infrastructure/region_spec.hpp"

#include <charconv>

namespace paddock::models {
namespace {

/// The 31 of "1.31" or "1.31.4-eks"; empty if the text is no version of Kubernetes 1.
std::optional<int> minor_version(std::string_view version) {
  if (!version.starts_with("1.")) return std::nullopt;
  version.remove_prefix(2);
  int minor = 0;
  const auto [end, error] = std::from_chars(version.data(), version.data() + version.size(), minor);
  if (error != std::errc{}) return std::nullopt;
  return minor;
}

}  // namespace

void describe(Visitor& v, WatchSpec& s) {
  v.field("delay", s.delay, "from a change until a scheduler, controller or kubelet that watches it acts on it",
          assumed("0: tens of milliseconds in a healthy cluster; endpoints have a propagation of their own"));
}

void describe(Visitor& v, ClusterSpec& s) {
  v.field("kubernetes", s.kubernetes, "minor version of the control plane, like \"1.31\"");
  if (v.reading() && !minor_version(s.kubernetes)) v.problem("a version of Kubernetes looks like \"1.31\"");
  v.field("flavour", s.flavour, "whose control plane: the rules for lost zones differ");
  v.field("grace", s.grace, "time without a lease until a node counts as lost", positive(),
          source("node-monitor-grace-period: 40 s, upstream 50 s from 1.32"));
  v.field("api", s.api, "the API server, and what its clients allow themselves");
  v.field("watch", s.watch, "how changes are seen");
  v.field("servers", s.servers, "API servers, in zones of their own", between(2, 9),
          source("EKS best practices, control plane: at least two"));
  v.field("server_replacement", s.server_replacement, "how long the replacement of one of them takes",
          assumed("5 min: an update of two takes about ten minutes; AWS says minutes"));
}

sim::Duration grace_of(const ClusterSpec& cluster) {
  using namespace std::chrono_literals;
  if (cluster.grace) return *cluster.grace;
  return cluster.flavour == Flavour::upstream && minor_version(cluster.kubernetes).value_or(0) >= 32 ? 50s : 40s;
}

void describe(Visitor& v, RegionSpec& s) {
  v.field("zones", s.zones, "availability zones by their short names, like [a, b, c]", required());
  v.field("cluster", s.cluster, "the region's Kubernetes cluster");
  v.field("nodes", s.nodes, "node groups by name", required());
  v.field("databases", s.databases, "sets of databases by name");
  v.field("path", s.path, "the way a request takes, hop by hop");
}

}  // namespace paddock::models
