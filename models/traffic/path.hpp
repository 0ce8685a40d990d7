// The way of a request into a region: DNS answers that clients hold, the balancer's addresses, the proxies behind them.
// No request is an event. What is kept is the share of fresh requests that reach a healthy proxy: exact between changes
// of state, and linear in time while clients leave an old DNS answer.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/fleet.hpp"
#include "models/fwd.hpp"

namespace paddock::models {

class Nodes;
class NodeHealth;
class Zones;

/// A quantity that moves along a straight line from now on.
struct Line {
  double value = 0;        // now
  double slope_per_s = 0;  // until the next PathChanged or DnsSettled of the region
};

class Path {
 public:
  Path() = default;
  Path(const Fleet& fleet, const Nodes& nodes);

  /// The share of fresh requests to the region that reach a healthy proxy.
  Line reach(Time now, const Fleet& fleet, const Zones& zones, RegionId region) const;

  /// A zone's balancer address stops or starts answering. Emits PathChanged.
  void zone_changed(Agenda& agenda, RegionId region);
  /// The balancer's zonal shift: its address in the zone leaves DNS, and comes back.
  void shift(Agenda& agenda, const Fleet& fleet, ZoneId zone, bool away);
  /// Proxies on a machine stop, or run again: health checks begin to see it. Posts TargetBad or TargetGood.
  void machine_stopped(Agenda& agenda, const Fleet& fleet, NodeId node);
  void machine_running(Agenda& agenda, const Fleet& fleet, NodeId node);
  /// Kubernetes takes the endpoints of a machine's proxies away, or gives them back.
  void endpoints_changed(Agenda& agenda, NodeId node, bool listed);
  /// The proxies of a node that is given up move to those nodes of their zone that hold fewest; with nowhere to go they
  /// stay where they are. From a living node each goes once the new one serves and the balancer has let its connections
  /// end (assumed: a rolling update of its own, and a deregistration delay longer than the health checks).
  void move_proxies(Agenda& agenda, const Fleet& fleet, NodeId node, const std::vector<NodeId>& to);
  /// The balancer believes its health checks, and the DNS answer follows. Posts DnsSettled.
  void target_changed(Agenda& agenda, const Fleet& fleet, ProxyId proxy, bool good);
  /// Forgets answers that no honest client holds any more. Emits PathChanged: shares stop moving.
  void settle(Agenda& agenda, const Fleet& fleet, RegionId region);

 private:
  struct ProxyRow {
    RegionId region{};
    std::uint32_t zone = 0;  // place among the region's zones
    NodeId node{};
    std::uint64_t luck = 0;
    std::uint32_t checks = 0;  // changes of health so far: numbers the draws of their phase
    bool alive = true;
    bool good = true;                     // the balancer sends it connections
    bool listed = true;                   // it stands in the Service's endpoints
    std::optional<sim::EventId> pending;  // TargetBad or TargetGood
  };
  /// A DNS answer: the zones whose address is given out, as bits, and since when.
  struct Answer {
    Time since{};
    std::uint32_t zones = 0;
  };
  struct RegionRow {
    std::uint32_t first_answer = 0;     // what clients that ignore the TTL hold
    std::vector<Answer> answers;        // oldest first; the last is given out now
    std::vector<std::uint32_t> shifts;  // of the balancer, by zone: how many are on
  };

  void plan(Agenda& agenda, const Fleet& fleet, ProxyId proxy);
  void answer(Agenda& agenda, const Fleet& fleet, RegionId region);
  std::uint32_t healthy(const Fleet& fleet, RegionId region) const;
  std::uint32_t left(const Fleet& fleet, RegionId region) const;
  std::uint32_t answer_now(const Fleet& fleet, RegionId region) const;
  double works(const Fleet& fleet, const Zones& zones, RegionId region, std::uint32_t zone) const;

  std::vector<ProxyRow> proxies_;
  std::vector<RegionRow> regions_;
};

}  // namespace paddock::models
