#include "models/traffic/path.hpp"

#include <algorithm>
#include <bit>
#include <string>

#include "models/events/traffic.hpp"
#include "models/infrastructure/node.hpp"
#include "models/infrastructure/zone.hpp"
#include "sim/check.hpp"

namespace paddock::models {
namespace {

/// The share of one zone's address among clients that hold this answer: equal parts; an empty answer reaches nobody.
double part(std::uint32_t zones, std::uint32_t zone) {
  return (zones >> zone & 1u) != 0 ? 1.0 / std::popcount(zones) : 0.0;
}

}  // namespace

Path::Path(const Fleet& fleet, const Nodes& nodes) {
  for (std::size_t r = 0; r < fleet.regions.size(); ++r) {
    const Region& region = fleet.regions[r];
    const auto id = static_cast<RegionId>(r);
    for (std::int64_t k = 0; k < region.path.proxy.replicas; ++k) {
      // Spread over the zones in turn, within a zone over its nodes in turn. A zone without nodes has no proxy.
      const auto zone = static_cast<std::size_t>(k) % region.zones.size();
      const auto& in_zone = nodes.of_zone(region.zones[zone]);
      if (in_zone.empty()) continue;
      const auto turn = static_cast<std::size_t>(k) / region.zones.size();
      proxies_.push_back({.region = id,
                          .zone = static_cast<std::uint32_t>(zone),
                          .node = in_zone[turn % in_zone.size()],
                          .luck = sim::hash_name(region.name + "/proxy/" + std::to_string(k + 1))});
    }
    regions_.emplace_back().shifts.resize(region.zones.size());
    const std::uint32_t answer = answer_now(fleet, id);
    regions_.back().first_answer = answer;
    regions_.back().answers = {{Time::min(), answer}};
  }
}

/// The zones, as bits, whose address answers.
std::uint32_t Path::healthy(const Fleet& fleet, RegionId region) const {
  std::uint32_t good = 0, with_proxy = 0;
  for (const ProxyRow& proxy : proxies_) {
    if (proxy.region != region) continue;
    with_proxy |= 1u << proxy.zone;
    if (proxy.good) good |= 1u << proxy.zone;
  }
  // With cross-zone balancing a zone without proxies of its own answers through those of others.
  const bool any_zone = fleet[region].path.balancer.cross_zone == CrossZone::on;
  const std::uint32_t all = (1u << fleet[region].zones.size()) - 1;
  return any_zone && good != 0 ? good | (all & ~with_proxy) : good;
}

/// The zones that traffic is shifted away from; none where nothing else is healthy: the shift is not minded then.
std::uint32_t Path::left(const Fleet& fleet, RegionId region) const {
  std::uint32_t zones = 0;
  const auto& shifts = regions_[index_of(region)].shifts;
  for (std::size_t zone = 0; zone < shifts.size(); ++zone) zones |= shifts[zone] != 0 ? 1u << zone : 0;
  return zones == 0 || (healthy(fleet, region) & ~zones) == 0 ? 0 : zones;
}

std::uint32_t Path::answer_now(const Fleet& fleet, RegionId region) const {
  return healthy(fleet, region) & ~left(fleet, region);
}

double Path::works(const Fleet& fleet, const Zones& zones, RegionId region, std::uint32_t zone) const {
  if (!zones.up(fleet[region].zones[zone])) return 0;  // the balancer's own address there answers nobody
  const PathSpec& path = fleet[region].path;
  const bool any_proxy = path.service.external_traffic_policy == TrafficPolicy::cluster;
  const bool any_zone = path.balancer.cross_zone == CrossZone::on;
  const std::uint32_t away = any_zone ? left(fleet, region) : 0;
  double sent_to = 0, alive = 0;
  for (const ProxyRow& proxy : proxies_) {
    if (proxy.region != region) continue;
    const bool chosen =
        any_proxy ? proxy.listed : proxy.good && (any_zone ? (away >> proxy.zone & 1u) == 0 : proxy.zone == zone);
    if (!chosen) continue;
    sent_to += 1;
    alive += proxy.alive ? 1 : 0;
  }
  return sent_to == 0 ? 0 : alive / sent_to;
}

Line Path::reach(Time now, const Fleet& fleet, const Zones& zones, RegionId region) const {
  const DnsSpec& dns = fleet[region].path.dns;
  const RegionRow& row = regions_[index_of(region)];
  const double ttl_s = sim::to_seconds(dns.ttl);
  const Time oldest = now - dns.ttl;
  Line reach;
  for (std::uint32_t zone = 0; zone < fleet[region].zones.size(); ++zone) {
    // Honest clients asked at a moment uniform in the last TTL, so they hold the average of the answers of that time.
    double held = 0, slope_per_s = 0;
    for (std::size_t i = 0; i < row.answers.size(); ++i) {
      const Time from = std::max(row.answers[i].since, oldest);
      const Time until = i + 1 < row.answers.size() ? row.answers[i + 1].since : now;
      if (until > from) held += part(row.answers[i].zones, zone) * sim::to_seconds(until - from) / ttl_s;
    }
    // The average changes by what enters it now less what leaves it: the answer of one TTL ago.
    const auto leaving = std::ranges::find_if(row.answers.rbegin(), row.answers.rend(),
                                              [&](const Answer& answer) { return answer.since <= oldest; });
    if (leaving != row.answers.rend())
      slope_per_s = (part(row.answers.back().zones, zone) - part(leaving->zones, zone)) / ttl_s;
    const double stubborn = part(row.first_answer, zone);
    const double honest = 1 - dns.clients_ignore_ttl;
    const double share = honest * held + dns.clients_ignore_ttl * stubborn;
    const double working = works(fleet, zones, region, zone);
    reach.value += share * working;
    reach.slope_per_s += honest * slope_per_s * working;
  }
  return reach;
}

void Path::zone_changed(Agenda& agenda, RegionId region) { agenda.emit(PathChanged{region}); }

void Path::plan(Agenda& agenda, const Fleet& fleet, ProxyId id) {
  ProxyRow& proxy = proxies_[index_of(id)];
  agenda.cancel(proxy.pending);
  if (proxy.alive == proxy.good) return;
  const HealthCheckSpec& health = fleet[proxy.region].path.balancer.health;
  auto draw = agenda.draw(sim::luck("health_check.phase", proxy.luck), proxy.checks++);
  const auto first = Duration{static_cast<Duration::rep>(draw.below(static_cast<std::uint64_t>(health.every.count())))};
  const auto further = (proxy.alive ? health.good_after : health.bad_after) - 1;
  const Duration wait = first + health.every * further;
  proxy.pending = proxy.alive ? agenda.after(wait, TargetGood{id}) : agenda.after(wait, TargetBad{id});
}

void Path::machine_stopped(Agenda& agenda, const Fleet& fleet, NodeId node) {
  for (std::size_t i = 0; i < proxies_.size(); ++i) {
    if (proxies_[i].node != node || !proxies_[i].alive) continue;
    proxies_[i].alive = false;
    plan(agenda, fleet, static_cast<ProxyId>(i));
    agenda.emit(PathChanged{proxies_[i].region});
  }
}

void Path::machine_running(Agenda& agenda, const Fleet& fleet, NodeId node) {
  for (std::size_t i = 0; i < proxies_.size(); ++i) {
    if (proxies_[i].node != node || proxies_[i].alive) continue;
    proxies_[i].alive = true;
    plan(agenda, fleet, static_cast<ProxyId>(i));
    agenda.emit(PathChanged{proxies_[i].region});
  }
}

void Path::endpoints_changed(Agenda& agenda, NodeId node, bool listed) {
  for (ProxyRow& proxy : proxies_) {
    if (proxy.node != node || proxy.listed == listed) continue;
    proxy.listed = listed;
    agenda.emit(PathChanged{proxy.region});
  }
}

void Path::move_proxies(Agenda& agenda, const Fleet& fleet, NodeId node, const std::vector<NodeId>& to) {
  if (to.empty()) return;
  const auto proxies_on = [&](NodeId at) { return std::ranges::count(proxies_, at, &ProxyRow::node); };
  for (std::size_t i = 0; i < proxies_.size(); ++i) {
    ProxyRow& proxy = proxies_[i];
    if (proxy.node != node) continue;
    proxy.node = *std::ranges::min_element(to, {}, proxies_on);
    if (proxy.alive) continue;
    proxy.alive = proxy.listed = true;
    plan(agenda, fleet, static_cast<ProxyId>(i));
    agenda.emit(PathChanged{proxy.region});
  }
}

void Path::target_changed(Agenda& agenda, const Fleet& fleet, ProxyId id, bool good) {
  ProxyRow& proxy = proxies_[index_of(id)];
  proxy.pending.reset();
  proxy.good = good;
  answer(agenda, fleet, proxy.region);
}

void Path::answer(Agenda& agenda, const Fleet& fleet, RegionId region) {
  std::vector<Answer>& answers = regions_[index_of(region)].answers;
  const std::uint32_t now = answer_now(fleet, region);
  if (now != answers.back().zones) {
    answers.push_back({agenda.now(), now});
    agenda.after(fleet[region].path.dns.ttl, DnsSettled{region});
  }
  agenda.emit(PathChanged{region});
}

void Path::shift(Agenda& agenda, const Fleet& fleet, ZoneId zone, bool away) {
  const RegionId region = fleet[zone].region;
  const auto& zones = fleet[region].zones;
  const auto place = static_cast<std::size_t>(std::ranges::find(zones, zone) - zones.begin());
  std::uint32_t& shifts = regions_[index_of(region)].shifts[place];
  shifts = away ? shifts + 1 : shifts - 1;
  answer(agenda, fleet, region);
}

void Path::settle(Agenda& agenda, const Fleet& fleet, RegionId region) {
  auto& answers = regions_[index_of(region)].answers;
  const Time oldest = agenda.now() - fleet[region].path.dns.ttl;
  while (answers.size() > 1 && answers[1].since <= oldest) answers.erase(answers.begin());
  agenda.emit(PathChanged{region});
}

}  // namespace paddock::models
