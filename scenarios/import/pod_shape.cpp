#include "scenarios/import/pod_shape.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace paddock::scenarios {

namespace {

using models::ResourcesSpec;

ResourcesSpec sum(const ResourcesSpec& a, const ResourcesSpec& b) { return {a.cpu + b.cpu, a.memory + b.memory}; }
ResourcesSpec larger(const ResourcesSpec& a, const ResourcesSpec& b) {
  return {std::max(a.cpu, b.cpu), std::max(a.memory, b.memory)};
}

/// What a container requests. Who gives only a limit requests that much.
ResourcesSpec requests_of(const Fields& resources) {
  const Fields requests = resources.at("requests"), limits = resources.at("limits");
  const auto cpu = requests.cpu("cpu"), cpu_limit = limits.cpu("cpu");
  const auto memory = requests.memory("memory"), memory_limit = limits.memory("memory");
  return {cpu.value_or(cpu_limit.value_or(sim::MilliCores{})), memory.value_or(memory_limit.value_or(sim::Bytes{}))};
}

bool asks_for_more(const Fields& resources) {
  for (const std::string& key : resources.at("requests").keys())
    if (key != "cpu" && key != "memory" && key != "ephemeral-storage") return true;
  return false;
}

/// The larger of what the containers need together (sidecars among them) and what each init container needs while
/// the sidecars before it run; plus the overhead of the runtime. What the pod itself requests goes before that.
ResourcesSpec effective_requests(const Fields& spec) {
  ResourcesSpec together, sidecars, at_start;
  for (const Fields& container : spec.list("containers"))
    together = sum(together, requests_of(container.at("resources")));
  for (const Fields& container : spec.list("initContainers")) {
    const ResourcesSpec own = requests_of(container.at("resources"));
    at_start = larger(at_start, sum(own, sidecars));
    if (container.text("restartPolicy") == "Always") sidecars = sum(sidecars, own);
  }
  ResourcesSpec all = larger(sum(together, sidecars), at_start);
  const Fields of_pod = spec.at("resources").at("requests");
  if (const auto cpu = of_pod.cpu("cpu")) all.cpu = *cpu;
  if (const auto memory = of_pod.memory("memory")) all.memory = *memory;
  const Fields overhead = spec.at("overhead");
  return sum(all, {overhead.cpu("cpu").value_or(sim::MilliCores{}), overhead.memory("memory").value_or(sim::Bytes{})});
}

/// The limits of a pod, where no container goes without.
void read_limits(const Fields& spec, PodShape& shape) {
  sim::MilliCores cpu;
  sim::Bytes memory;
  bool all_cpu = true, all_memory = true;
  const auto containers = spec.list("containers");
  for (const Fields& container : containers) {
    const Fields limits = container.at("resources").at("limits");
    const auto own_cpu = limits.cpu("cpu");
    const auto own_memory = limits.memory("memory");
    cpu += own_cpu.value_or(sim::MilliCores{}), all_cpu &= own_cpu.has_value();
    memory += own_memory.value_or(sim::Bytes{}), all_memory &= own_memory.has_value();
  }
  // Below the request it could be only by what init containers ask for: nothing that a limit of the pod would say.
  if (all_cpu && !containers.empty() && cpu >= shape.requests.cpu) shape.cpu_limit = cpu;
  if (all_memory && !containers.empty() && memory >= shape.requests.memory) shape.memory_limit = memory;
}

sim::Duration time_to_ready(const models::ReadinessSpec& probe) {
  return probe.delay + probe.period * (probe.successes - 1);
}

void read_probe(const Fields& container, PodShape& shape) {
  shape.startup_probe |= container.has("startupProbe");
  const Fields probe = container.at("readinessProbe");
  if (!probe.present()) return;
  models::ReadinessSpec spec;  // begins as Kubernetes' defaults
  constexpr std::int64_t most_successes = 1000;
  if (const auto delay = probe.seconds("initialDelaySeconds")) spec.delay = *delay;
  if (const auto period = probe.seconds("periodSeconds", 1)) spec.period = *period;
  if (const auto timeout = probe.seconds("timeoutSeconds", 1)) spec.timeout = *timeout;
  spec.successes = probe.integer("successThreshold", 1, most_successes).value_or(spec.successes);
  if (!shape.probe || time_to_ready(spec) > time_to_ready(*shape.probe)) shape.probe = spec;
}

/// The N of `sleep N`, by itself or as all that a shell is asked to do.
std::optional<sim::Duration> sleep_of(std::string_view text) {
  constexpr std::array<std::string_view, 3> forms = {"sleep ", "/bin/sleep ", "/usr/bin/sleep "};
  for (const std::string_view form : forms) {
    if (!text.starts_with(form)) continue;
    text.remove_prefix(form.size());
    if (text.ends_with("s")) text.remove_suffix(1);
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    constexpr std::int64_t longest = 24 * 3600;
    if (error != std::errc{} || end != text.data() + text.size() || seconds < 0 || seconds > longest) return {};
    return std::chrono::seconds{seconds};
  }
  return {};
}

/// ["sleep", "15"] or ["/bin/sh", "-c", "sleep 15"]; nothing else of a command is looked at.
std::optional<sim::Duration> sleep_of(const std::vector<std::string>& command) {
  if (command.size() == 2) return sleep_of(command[0] + " " + command[1]);
  constexpr std::array<std::string_view, 4> shells = {"sh", "/bin/sh", "bash", "/bin/bash"};
  const bool shell =
      command.size() == 3 && command[1] == "-c" && std::find(shells.begin(), shells.end(), command[0]) != shells.end();
  return shell ? sleep_of(command[2]) : std::nullopt;
}

void read_hook(const Fields& container, PodShape& shape) {
  const Fields hook = container.at("lifecycle").at("preStop");
  if (!hook.present()) return;
  auto length = hook.at("sleep").seconds("seconds");
  if (!length) length = sleep_of(hook.at("exec").words("command"));
  if (!length)
    shape.unread_hook = true;
  else if (!shape.pre_stop || *length > *shape.pre_stop)
    shape.pre_stop = length;
}

void read_spread(const Fields& spec, PodShape& shape) {
  for (const Fields& constraint : spec.list("topologySpreadConstraints")) {
    const std::string key = constraint.text("topologyKey");
    if (key != "topology.kubernetes.io/zone" && key != "failure-domain.beta.kubernetes.io/zone") continue;
    models::ZoneSpreadSpec spread;
    constexpr std::int64_t most_skew = 1000;
    spread.max_skew = constraint.integer("maxSkew", 1, most_skew).value_or(1);
    const bool hard = constraint.text("whenUnsatisfiable") != "ScheduleAnyway";  // DoNotSchedule is Kubernetes' default
    spread.when = hard ? models::WhenUnsatisfiable::do_not_schedule : models::WhenUnsatisfiable::schedule_anyway;
    if (!shape.spread || hard) shape.spread = spread;
  }
}

/// The first that tolerates the taint node.kubernetes.io/unreachable:NoExecute, whose value is empty: upstream looks no
/// further. Source: k8s.io/component-helpers scheduling/corev1 (GetMatchingTolerations).
void read_tolerations(const Fields& spec, PodShape& shape) {
  for (const Fields& toleration : spec.list("tolerations")) {
    const std::string key = toleration.text("key"), effect = toleration.text("effect");
    const bool exists = toleration.text("operator") == "Exists";
    const bool of_it =
        key == "node.kubernetes.io/unreachable" ? exists || toleration.text("value").empty() : key.empty() && exists;
    if (!of_it || (!effect.empty() && effect != "NoExecute")) continue;
    constexpr std::int64_t any = std::numeric_limits<std::int64_t>::max(), year = 366 * 24 * 3600;
    const auto seconds = toleration.integer("tolerationSeconds", -any, any);
    shape.tolerations.emplace();
    shape.tolerations->unreachable.reset();
    if (seconds) shape.tolerations->unreachable = std::chrono::seconds{std::clamp<std::int64_t>(*seconds, 0, year)};
    return;
  }
}

}  // namespace

PodShape read_pod_shape(const Fields& spec) {
  PodShape shape;
  if (!spec.present()) return shape;
  shape.requests = effective_requests(spec);
  read_limits(spec, shape);
  for (const Fields& container : spec.list("containers")) {
    read_probe(container, shape);
    read_hook(container, shape);
    shape.other_resources |= asks_for_more(container.at("resources"));
  }
  shape.grace = spec.seconds("terminationGracePeriodSeconds");
  read_spread(spec, shape);
  read_tolerations(spec, shape);
  shape.steered = spec.has("affinity") || spec.has("nodeSelector");
  return shape;
}

}  // namespace paddock::scenarios
