#include "scenarios/import/tenants.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "scenarios/counted.hpp"
#include "scenarios/import/budgets.hpp"
#include "scenarios/import/workloads.hpp"
#include "scenarios/language/problem.hpp"

namespace paddock::scenarios {

namespace {

constexpr std::int64_t most_replicas = 1000;  // that a tenant of the language may have

/// "a, b and so on", by what each value is.
class Origins {
 public:
  void observed(std::string what) { add(observed_, std::move(what)); }
  void derived(std::string what) { add(derived_, std::move(what)); }
  void assumed(std::string what) { add(assumed_, std::move(what)); }
  std::string text(const std::string& from) const {
    std::string out = from;
    if (!observed_.empty()) out += "; observed: " + observed_;
    if (!derived_.empty()) out += "; derived: " + derived_;
    if (!assumed_.empty()) out += "; assumed: " + assumed_;
    return out;
  }

 private:
  static void add(std::string& list, std::string what) { list += (list.empty() ? "" : ", ") + std::move(what); }
  std::string observed_, derived_, assumed_;
};

struct Counts {
  std::map<std::string, std::int64_t> waiting;  // reason -> pods without a node
  std::map<std::string, std::int64_t> unready;  // reason -> pods on a node that are not Ready
  std::int64_t stateful = 0, bare = 0, guessed = 0, undeclared = 0, elsewhere = 0, capped = 0, no_requests = 0;
  std::int64_t startup = 0, steered = 0, others = 0, hooks = 0;
};

class TenantMaker {
 public:
  TenantMaker(const Places& places, Counts& counts) : places_(places), counts_(counts) {
    std::map<std::string, std::size_t> nodes;
    for (std::size_t i = 0; i < places.of_node.size(); ++i)
      if (places.kept[i]) ++nodes[places.of_node[i].region];
    for (const auto& [region, count] : nodes)
      if (largest_.empty() || count > nodes[largest_]) largest_ = region;
  }

  models::TenantSpec make(const Workload& workload, std::string name, const std::vector<models::BudgetRule>& budgets) {
    origins_ = {};
    tenant_ = {};
    tenant_.name = std::move(name);
    replicas(workload);
    place(workload);
    shape(workload.what.shape);
    tenant_.rollout = workload.what.rollout;
    if (workload.what.kind == WorkloadKind::stateful_set) tenant_.kind = models::ControllerKind::stateful_set;
    tenant_.pod_management = workload.what.pod_management;
    if (workload.declared) origins_.observed("rollout");
    if (!budgets.empty()) {
      tenant_.budget = models::BudgetsSpec{budgets};
      origins_.observed("budget");
    }
    origins_.assumed("start");
    return std::move(tenant_);
  }

  std::string comment(const Workload& workload) const {
    std::string from = workload.kind + " " + workload.what.space + "/" + workload.what.name;
    const auto ready =
        std::count_if(workload.pods.begin(), workload.pods.end(), [](const KubePod* p) { return p->ready; });
    if (!workload.pods.empty())
      from += ", " + std::to_string(ready) + " of " + std::to_string(workload.pods.size()) + " pods Ready";
    return origins_.text(from);
  }

 private:
  void replicas(const Workload& workload) {
    tenant_.replicas = workload.what.replicas;
    workload.declared ? origins_.observed("replicas") : origins_.derived("replicas (pods counted)");
    if (tenant_.replicas <= most_replicas) return;
    tenant_.replicas = most_replicas;
    ++counts_.capped;
  }

  /// Where its pods are: the region of most of them, and how many are in each zone. Ready ones first, as a rollout may
  /// have one more than there are replicas.
  void place(const Workload& workload) {
    std::map<std::string, std::map<std::string, std::int64_t>> zones;  // by region
    std::vector<const KubePod*> pods = workload.pods;
    std::stable_partition(pods.begin(), pods.end(), [](const KubePod* pod) { return pod->ready; });
    if (pods.size() > static_cast<std::size_t>(tenant_.replicas))
      pods.resize(static_cast<std::size_t>(tenant_.replicas));
    for (const KubePod* pod : pods)
      if (const NodePlace* at = places_.of_pod(*pod)) ++zones[at->region][at->zone];
    const auto in_region = [](const auto& region) {
      std::int64_t sum = 0;
      for (const auto& [zone, count] : region.second) sum += count;
      return sum;
    };
    const auto most = std::max_element(zones.begin(), zones.end(),
                                       [&](const auto& a, const auto& b) { return in_region(a) < in_region(b); });
    if (zones.size() > 1) ++counts_.elsewhere;
    if (places_.regions.size() > 1) tenant_.region = most != zones.end() ? most->first : largest_;
    if (most == zones.end()) return;
    tenant_.placed.assign(most->second.begin(), most->second.end());
    origins_.derived("placed");
  }

  void shape(const PodShape& shape) {
    tenant_.requests = shape.requests;
    if (shape.requests.cpu.value == 0 && shape.requests.memory.value == 0) ++counts_.no_requests;
    origins_.derived("requests");
    if (shape.cpu_limit) tenant_.limits.cpu = *shape.cpu_limit;
    if (shape.memory_limit) tenant_.limits.memory = *shape.memory_limit;
    if (shape.cpu_limit || shape.memory_limit) origins_.derived("limits");
    tenant_.spread.zone = shape.spread;
    if (shape.spread) origins_.observed("spread");
    if (shape.probe) tenant_.probe.readiness = *shape.probe;
    if (shape.probe) origins_.observed("probe");
    if (shape.grace) tenant_.stop.grace = *shape.grace;
    if (shape.grace) origins_.observed("stop");
    if (shape.pre_stop) tenant_.stop.pre_stop = *shape.pre_stop;
    if (shape.tolerations) tenant_.tolerations = *shape.tolerations;
    if (shape.tolerations) origins_.observed("tolerations");
    if (shape.unread_hook) origins_.assumed("stop.pre_stop (a hook of unknown length)");
    counts_.startup += shape.startup_probe ? 1 : 0;
    counts_.steered += shape.steered ? 1 : 0;
    counts_.others += shape.other_resources ? 1 : 0;
    counts_.hooks += shape.unread_hook ? 1 : 0;
  }

  const Places& places_;
  Counts& counts_;
  std::string largest_;  // region with most nodes
  models::TenantSpec tenant_;
  Origins origins_;
};

void count(const Workload& workload, Counts& counts) {
  counts.stateful += workload.what.kind == WorkloadKind::stateful_set ? 1 : 0;
  counts.bare += workload.what.kind == WorkloadKind::bare_pod ? 1 : 0;
  counts.guessed += workload.guessed_name ? 1 : 0;
  counts.undeclared += !workload.declared && workload.what.kind != WorkloadKind::bare_pod ? 1 : 0;
  for (const KubePod* pod : workload.pods) {
    const bool waits = pod->node.empty() && pod->phase == PodPhase::pending;
    auto& reasons = waits ? counts.waiting : counts.unready;
    if (!waits && (pod->ready || pod->waits_for.empty())) continue;
    if (pod->waits_for.empty()) ++reasons["no reason given"];
    for (const std::string& reason : pod->waits_for) ++reasons[reason];
  }
}

std::string reasons_text(const std::map<std::string, std::int64_t>& reasons) {
  std::string text;
  for (const auto& [reason, pods] : reasons) text += (text.empty() ? "" : ", ") + std::to_string(pods) + " " + reason;
  return text;
}

void say(const Counts& c, const Workloads& workloads, std::vector<std::string>& notes) {
  const auto say = [&](std::int64_t n, std::string_view noun, const std::string& what) {
    if (n > 0) notes.push_back(counted(n, noun) + what);
  };
  if (!c.waiting.empty())
    notes.push_back("pods that wait for a node, which here get one if there is room, by reason: " +
                    reasons_text(c.waiting));
  if (!c.unready.empty()) notes.push_back("pods on a node that are not Ready, by reason: " + reasons_text(c.unready));
  say(c.undeclared, "workload", " whose object is not in the dump: replicas counted from their pods");
  say(c.guessed, "Deployment", " named after ReplicaSets, which are not in the dump");
  say(c.stateful, "StatefulSet", " that update one pod after the other, in order; their volumes are not modelled");
  say(c.bare, "bare pod", ": here each is replaced when its node goes, which nobody does in the cluster");
  say(c.no_requests, "tenant", " without requests: to the scheduler such pods take no room");
  say(c.elsewhere, "workload", " with pods in several regions: put into the one with most of them");
  say(c.capped, "workload", " of more than 1000 replicas: 1000 taken");
  say(c.hooks, "workload", " with a preStop hook of unknown length: taken as 0 s");
  say(workloads.asleep, "workload", " of no replicas left out");
  say(workloads.jobs, "pod", " of Jobs left out");
  say(workloads.finished, "pod", " that ended left out");
}

/// Who is left out, by name.
std::string waiting_text(const std::vector<Waiting>& all) {
  constexpr std::size_t most = 20;
  std::int64_t pods = 0;
  std::string text;
  for (std::size_t i = 0; i < all.size(); ++i) {
    pods += all[i].pods;
    if (i >= most) continue;
    text += (i == 0 ? "" : ", ") + all[i].workload + " (" + std::to_string(all[i].pods) + " of " +
            std::to_string(all[i].of) +
            " pods: " + (all[i].reasons.empty() ? "no reason given" : name_list(all[i].reasons)) + ")";
  }
  if (all.size() > most) text += " and " + std::to_string(all.size() - most) + " more";
  return "what " + counted(pods, "pending pod") + " wait" + (pods == 1 ? "s" : "") + " for; left out: " + text;
}

/// Budgets whose workloads stand in several regions: the model has one of each region. How many were left out.
std::size_t leave_out_split_budgets(std::vector<models::TenantSpec>& tenants) {
  std::map<std::string, std::set<std::optional<std::string>>> regions;
  for (const models::TenantSpec& tenant : tenants)
    for (const models::BudgetRule& budget : tenant.budget ? tenant.budget->all : std::vector<models::BudgetRule>{})
      if (budget.shared) regions[*budget.shared].insert(tenant.region);
  std::erase_if(regions, [](const auto& named) { return named.second.size() == 1; });
  for (models::TenantSpec& tenant : tenants) {
    if (!tenant.budget) continue;
    std::erase_if(tenant.budget->all,
                  [&](const models::BudgetRule& budget) { return budget.shared && regions.contains(*budget.shared); });
    if (tenant.budget->all.empty()) tenant.budget.reset();
  }
  return regions.size();
}

}  // namespace

ImportedTenants tenants_of(const Dump& dump, const Places& places, const TenantNaming& naming) {
  ImportedTenants out;
  const Workloads workloads = workloads_of(dump);
  std::size_t unlabelled = 0;
  std::vector<std::string> names = tenant_names(dump, workloads.all, naming, unlabelled);
  const Budgets budgets = budgets_of(dump, workloads.all);
  Counts counts;
  TenantMaker maker(places, counts);
  for (std::size_t i = 0; i < workloads.all.size(); ++i) {
    const Workload& workload = workloads.all[i];
    count(workload, counts);
    out.tenants.push_back(maker.make(workload, std::move(names[i]), budgets.of_workload[i]));
    out.comments.push_back(maker.comment(workload));
  }
  say(counts, workloads, out.notes);
  if (unlabelled > 0)
    out.notes.push_back(counted(unlabelled, "workload") + " without the label: named by their namespaces");
  if (budgets.idle > 0)
    out.notes.push_back(counted(budgets.idle, "disruption budget") + " of no workload here left out");
  if (budgets.blocking > 0)
    out.notes.push_back(counted(budgets.blocking, "disruption budget") +
                        " without a pod to spare: a drain would wait for ever");
  if (const std::size_t split = leave_out_split_budgets(out.tenants); split > 0)
    out.notes.push_back(counted(split, "disruption budget") + " over workloads of several regions left out");
  const auto overlapping = std::ranges::count_if(
      out.tenants, [](const models::TenantSpec& t) { return t.budget && t.budget->all.size() > 1; });
  if (overlapping > 0)
    out.notes.push_back(counted(overlapping, "workload") +
                        " under two disruption budgets or more: the eviction API answers 500, and drains fail");
  const auto not_modelled = [&](std::int64_t n, const std::string& what) {
    if (n > 0) out.not_modelled.push_back(what + " (" + counted(n, "workload") + ")");
  };
  if (!workloads.waiting.empty()) out.not_modelled.push_back(waiting_text(workloads.waiting));
  not_modelled(counts.steered, "affinity and node selectors");
  not_modelled(counts.startup, "startup probes");
  not_modelled(counts.others, "resources beside CPU and memory, such as GPUs");
  return out;
}

}  // namespace paddock::scenarios
